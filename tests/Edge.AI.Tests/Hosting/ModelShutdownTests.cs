using Edge.AI.Hosting;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Tests.Hosting;

/// <summary>Processes on the generic host that get a signal in the middle of their work, and whose own code ignores it.</summary>
public sealed class ModelShutdownTests : IAsyncLifetime
{
    /// <summary>A shutdown timeout that no test waits for, in seconds.</summary>
    private const string Hour = "3600";

    private ServedModel _served = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no signal to send to another process");
        _served = await ServedModel.StartAsync();
    }

    public ValueTask DisposeAsync() => _served?.DisposeAsync() ?? default;

    [Theory]
    [InlineData("TERM", ModelTiming.FirstUse, "stopped")]
    [InlineData("INT", ModelTiming.Background, "stopped")]
    [InlineData("TERM", ModelTiming.Start, "start cancelled")]
    [InlineData("INT", ModelTiming.Start, "start cancelled")]
    public async Task A_signal_during_a_download_ends_the_process_and_the_next_one_resumes(string signal, ModelTiming loadAt, string lastLine)
    {
        var gate = _served.HoldNextDownload();

        var (exitCode, output) = await ChildProcess.SignalAsync(signal, "received", ["host", $"{loadAt}", _served.ModelFolder, Hour, .. _served.FileForOthers]);
        gate.Open();

        output.Should().Contain(lastLine);
        exitCode.Should().Be(0);
        using var next = _served.Build(options => options.LoadAt = ModelTiming.Start);
        await next.StartAsync(Cancellation);
        _served.Downloads.Should().HaveCount(2);
        _served.Downloads.Last().Should().MatchRegex("^bytes=[1-9]");
    }

    [Theory]
    [InlineData("TERM", ModelTiming.Background)]
    [InlineData("INT", ModelTiming.Start)]
    public async Task A_signal_while_a_model_is_loaded_ends_the_process(string signal, ModelTiming loadAt)
    {
        var (exitCode, output) = await ChildProcess.SignalAsync(signal, "Loading '", "host", $"{loadAt}", _served.ModelFolder, "1");

        output.Should().Match(text => text.Contains("stopped", StringComparison.Ordinal) || text.Contains("start cancelled", StringComparison.Ordinal));
        exitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_during_generation_ends_the_process_when_the_shutdown_timeout_is_over(string signal)
    {
        var (exitCode, output) = await ChildProcess.SignalAsync(signal, "generating", "host", "FirstUse", _served.ModelFolder, "1");

        output.Should().Contain("request failed").And.Contain("stopped");
        exitCode.Should().Be(0);
    }

    [Fact]
    public async Task Answers_continue_while_services_stop_and_fail_when_the_shutdown_timeout_is_over()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddEdgeChatClient(options => (options.Threads, options.MaxConcurrency) = (1, 1));
        using var host = builder.Build();
        var shutdown = host.Services.GetServices<IHostedService>().OfType<ModelShutdown>().Single();
        using var timeout = new CancellationTokenSource();
        var longer = new EdgeChatOptions { Grammar = "root ::= [0-9]{900}" }; // than the tokens that may be unread
        await using var answer = host.Services.GetRequiredService<IChatClient>().GetStreamingResponseAsync("Count.", longer, Cancellation).GetAsyncEnumerator(Cancellation);
        await answer.MoveNextAsync();

        await shutdown.StoppingAsync(timeout.Token);
        (await answer.MoveNextAsync()).Should().BeTrue();
        await timeout.CancelAsync();

        await FluentActions.Awaiting(async () =>
        {
            while (await answer.MoveNextAsync())
            {
            }
        }).Should().ThrowAsync<ObjectDisposedException>();
    }
}
