using System.Collections.Concurrent;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Tests.Hosting;

/// <summary>What the log of an app contains about models and requests.</summary>
public sealed class RequestLogTests : IDisposable
{
    private const string Secret = "What is the capital of France?";
    private const string Answer = "The capital of France is Paris.";

    private readonly TemporaryFolder _models = new();
    private readonly Recorder _log = new();
    private readonly IHost _host;

    public RequestLogTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log);
        builder.Configuration["EdgeAI:ModelDirectory"] = _models.Path;
        builder.Services.AddEdgeChatClient(options => options.Threads = 1);
        _host = builder.Build();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _host.Dispose();
        _models.Dispose();
    }

    [Fact]
    public async Task A_model_that_is_ready_is_one_line_at_information_and_requests_are_none()
    {
        await AskAsync();
        await AskAsync();

        var informed = _log.Lines.Where(line => line.Level >= LogLevel.Information && line.Category.StartsWith("Edge.AI", StringComparison.Ordinal)).Select(line => line.Id).ToList();
        informed.Should().ContainSingle(id => id == 5000);
        informed.Should().BeSubsetOf([1000, 5000, 5002], $"a model was provisioned, with its progress, and loaded; {string.Join('\n', _log.Lines.Where(line => line.Level >= LogLevel.Information).Select(line => line.Text))}");
        _log.Lines.Count(line => line.Id == 6000).Should().Be(2);
        _log.Lines.Should().Contain(line => line.Id == 3000 && line.Level == LogLevel.Debug);
    }

    [Fact]
    public async Task No_text_of_a_prompt_or_an_answer_is_logged_at_any_level()
    {
        await AskAsync();

        _log.Lines.Should().NotContain(line => line.Text.Contains("France", StringComparison.Ordinal) || line.Text.Contains("Paris", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_EnableSensitiveData_prompt_and_answer_are_logged_at_debug_from_the_next_request_on()
    {
        await AskAsync();
        var configuration = (IConfigurationRoot)_host.Services.GetRequiredService<IConfiguration>();
        configuration["EdgeAI:Clients:edge-tiny:EnableSensitiveData"] = "true";
        configuration.Reload();

        await AskAsync();

        _log.Lines.Where(line => line.Id is 6001 or 6002).Should().SatisfyRespectively(
            prompt => prompt.Text.Should().Contain($"<|im_start|>user\n{Secret}<|im_end|>"),
            answer => answer.Text.Should().Be($"Answer of 'edge-tiny': {Answer}"));
        _log.Lines.Where(line => line.Id is 6001 or 6002).Should().OnlyContain(line => line.Level == LogLevel.Debug && line.Category == "Edge.AI.Chat");
    }

    private async Task AskAsync() =>
        (await _host.Services.GetRequiredService<IChatClient>().GetResponseAsync(Secret, new() { Temperature = 0 }, Cancellation)).Text.Should().Be(Answer);

    private sealed class Recorder : ILoggerProvider
    {
        private readonly ConcurrentQueue<(string Category, LogLevel Level, int Id, string Text)> _lines = new();

        public IReadOnlyList<(string Category, LogLevel Level, int Id, string Text)> Lines => [.. _lines];

        public ILogger CreateLogger(string categoryName) => new Writer(categoryName, _lines);

        public void Dispose()
        {
            // There is nothing to free.
        }

        private sealed class Writer(string category, ConcurrentQueue<(string Category, LogLevel Level, int Id, string Text)> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue((category, logLevel, eventId.Id, formatter(state, exception)));
        }
    }
}
