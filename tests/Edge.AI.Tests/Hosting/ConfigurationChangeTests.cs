using Edge.AI.Hosting;
using Edge.AI.Testing;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Edge.AI.Tests.Hosting;

/// <summary>What happens when the configuration of a running app changes.</summary>
public sealed class ConfigurationChangeTests : IDisposable
{
    private const string Client = "EdgeAI:Clients:edge-tiny";

    private readonly TemporaryFolder _models = new();
    private readonly LogLines _log = new();
    private readonly IHost _host;

    public ConfigurationChangeTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.Services.AddSingleton<ILoggerFactory>(_log);
        builder.Configuration["EdgeAI:ModelDirectory"] = _models.Path;
        builder.Configuration[$"{Client}:Threads"] = "1";
        builder.Configuration[$"{Client}:ContextSize"] = "256";
        builder.Configuration[$"{Client}:MaxConcurrency"] = "1";
        builder.Configuration[$"{Client}:LoraAdapters:0:Path"] = "adapter.gguf";
        builder.Configuration[$"{Client}:LoraAdapters:0:Scale"] = "0";
        builder.Services.AddEdgeChatClient(options => options.LoraAdapters.Clear());
        _host = builder.Build();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IChatClient Chat => _host.Services.GetRequiredService<IChatClient>();

    public void Dispose()
    {
        _host.Dispose();
        _models.Dispose();
    }

    [Fact]
    public async Task A_changed_limit_applies_to_the_next_request()
    {
        var tooLong = string.Join(' ', Enumerable.Range(1, 200));
        List<ChatMessage> messages = [new(ChatRole.User, tooLong), new(ChatRole.Assistant, "I see."), new(ChatRole.User, "What is 2 + 3?")];
        await Chat.Awaiting(it => it.GetResponseAsync(messages, cancellationToken: Cancellation)).Should().ThrowAsync<ContextExceededException>();

        Change(($"{Client}:ContextOverflow", "DropOldestTurns"));

        (await Chat.GetResponseAsync(messages, cancellationToken: Cancellation)).AdditionalProperties.Should().ContainKey(EdgeChatClient.DroppedMessagesKey);
        Lines().Should().Equal((1100, $"{Client}:ContextOverflow has changed, and applies from now on"));
    }

    [Fact]
    public async Task A_changed_queue_limit_applies_to_the_next_request_of_a_loaded_model()
    {
        await using var running = Chat.GetStreamingResponseAsync("Count from 1 to 100.", new() { Temperature = 0 }, Cancellation).GetAsyncEnumerator(Cancellation);
        await running.MoveNextAsync();

        Change(($"{Client}:MaxQueueLength", "0"));

        (await Chat.Awaiting(it => it.GetResponseAsync("Hello", cancellationToken: Cancellation)).Should().ThrowAsync<EdgeBusyException>()).Which.MaxQueueLength.Should().Be(0);
    }

    [Fact]
    public void A_changed_idle_timeout_reaches_the_loaded_model()
    {
        var options = _host.Services.GetRequiredService<IOptionsMonitor<EdgeChatClientOptions>>().Get("edge-tiny");
        _ = Chat;
        var host = _host.Services.GetRequiredService<ModelHostPool>().Get(EdgeModels.EdgeTiny, options.ToInferenceOptions());

        Change(($"{Client}:IdleTimeout", "00:05:00"));

        host.IdleTimeout.Should().Be(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Another_changed_option_is_logged_as_one_that_needs_a_restart()
    {
        _ = Chat;

        Change(($"{Client}:ContextSize", "512"), ("EdgeAI:Runtime", "EdgeAI"));

        Lines().Should().BeEquivalentTo([(1101, $"{Client}:ContextSize has changed, and applies after a restart"), (1101, $"{Client}:Runtime has changed, and applies after a restart")]);
    }

    [Fact]
    public void A_change_that_is_not_valid_is_logged_and_changes_nothing()
    {
        var monitor = _host.Services.GetRequiredService<IOptionsMonitor<EdgeChatClientOptions>>();
        _ = Chat;

        Change(($"{Client}:QueueTimeout", "00:00:00"), ($"{Client}:MaxQueueLength", "7"));

        monitor.Get("edge-tiny").MaxQueueLength.Should().Be(64);
        Lines().Should().ContainSingle().Which.Should().Be((1102, $"The changed configuration is not valid, so the options stay as they are: {Client}:QueueTimeout: '00:00:00' is not from 00:00:00.0010000 to 24.00:00:00."));
        Change(($"{Client}:QueueTimeout", "00:00:01"));
        monitor.Get("edge-tiny").MaxQueueLength.Should().Be(7);
    }

    [Fact]
    public void Changed_limits_of_downloads_apply_to_the_next_connection_and_what_was_set_in_code_stays()
    {
        var options = _host.Services.GetRequiredService<IOptions<ProvisioningOptions>>().Value;
        _host.Services.GetRequiredService<IModelProvisioner>();
        options.MaxBytesPerSecond = 5000;

        Change(("EdgeAI:StallTimeout", "00:01:00"), ("EdgeAI:Retry:MaxRetries", "9"), ("EdgeAI:Proxy", "http://user:secret@proxy.example"));

        (options.StallTimeout, options.Retry.MaxRetries, options.MaxBytesPerSecond, options.Proxy).Should().Be((TimeSpan.FromMinutes(1), 9, 5000L, null));
        Lines().Select(line => line.Text).Should().BeEquivalentTo(
            "EdgeAI:StallTimeout has changed, and applies from now on", "EdgeAI:Retry:MaxRetries has changed, and applies from now on", "EdgeAI:Proxy has changed, and applies after a restart");
    }

    [Fact]
    public async Task Options_that_the_app_changes_after_it_has_created_a_client_have_no_effect()
    {
        EdgeChatClientOptions options = new() { Threads = 1, ContextSize = 256 };
        await using var client = EdgeChatClient.Create(EdgeModels.EdgeTiny, options, new() { ModelDirectory = _models.Path });

        options.ContextOverflow = ContextOverflow.DropOldestTurns;

        var asking = () => client.GetResponseAsync(string.Join(' ', Enumerable.Range(1, 200)), cancellationToken: Cancellation);
        await asking.Should().ThrowAsync<ContextExceededException>();
    }

    private void Change(params (string Key, string Value)[] changes)
    {
        var configuration = (IConfigurationRoot)_host.Services.GetRequiredService<IConfiguration>();
        foreach (var (key, value) in changes)
            configuration[key] = value;
        configuration.Reload();
    }

    private List<(int Id, string Text)> Lines() => [.. _log.Lines.Where(line => line.Id.Id is >= 1100 and < 1200).Select(line => (line.Id.Id, line.Text.Trim()))];
}
