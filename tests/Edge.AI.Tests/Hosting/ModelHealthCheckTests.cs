using Edge.AI.Testing;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Edge.AI.Tests.Hosting;

public sealed class ModelHealthCheckTests : IAsyncLifetime
{
    private ServedModel _served = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _served = await ServedModel.StartAsync();

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Each_client_has_a_check_with_a_name_of_its_own()
    {
        using var host = _served.BuildApp(services =>
        {
            services.AddEdgeChatClient("phi-3");
            services.AddEdgeChatClient("phi-3");
            services.AddKeyedEdgeChatClient("small", "smollm2");
            services.AddKeyedEdgeChatClient("PHI-3", "qwen3");
            services.AddHealthChecks();
        });

        var report = await CheckAsync(host);

        report.Entries.Keys.Should().BeEquivalentTo("edge-ai:phi-3", "edge-ai:small", "edge-ai:PHI-3:2");
        report.Entries.Values.Should().OnlyContain(entry => entry.Tags.SequenceEqual(new[] { "edge-ai", "ready" }));
    }

    [Fact]
    public async Task A_model_that_waits_for_its_first_use_is_healthy_and_is_not_downloaded()
    {
        using var host = _served.Build(add: services => services.AddHealthChecks());
        await host.StartAsync(Cancellation);

        var entry = await CheckOneAsync(host);

        (entry.Status, entry.Description).Should().Be((HealthStatus.Healthy, "'served': not in memory; the next request loads it."));
        _served.Downloads.Should().BeEmpty();
    }

    [Fact]
    public async Task A_model_that_is_downloaded_is_degraded_with_percent_and_then_healthy_with_its_load()
    {
        var gate = _served.HoldNextDownload();
        using var host = _served.Build(options => (options.LoadAt, options.MaxConcurrency) = (ModelTiming.Background, 2), services => services.AddHealthChecks());
        await host.StartAsync(Cancellation);
        (await CheckOneAsync(host)).Status.Should().Be(HealthStatus.Degraded, "it is not healthy before the first byte");
        await ServedModel.ReceiveAsync(host.Services, Cancellation);

        var during = await CheckOneAsync(host);
        gate.Open();
        await host.Services.GetRequiredService<IChatClient>().GetResponseAsync("What is 2 + 3?", cancellationToken: Cancellation);
        var after = await CheckOneAsync(host);

        during.Status.Should().Be(HealthStatus.Degraded);
        during.Description.Should().MatchRegex(@"^'served': downloading, \d+ %");
        during.Data.Should().ContainKey("percent").WhoseValue.Should().BeOfType<int>().Which.Should().BeInRange(1, 99);
        (after.Status, after.Description).Should().Be((HealthStatus.Healthy, "'served': loaded."));
        after.Data.Keys.Should().BeEquivalentTo("model", "runtime", "slots", "slotsBusy", "queue", "tokensPerSecond");
        after.Data["model"].Should().Be("served");
        after.Data["runtime"].Should().BeOfType<string>().Which.Should().Contain("llama.cpp");
        (after.Data["slots"], after.Data["queue"]).Should().Be((2, 0));
        after.Data["tokensPerSecond"].Should().BeOfType<double>().Which.Should().BePositive();
    }

    [Fact]
    public async Task A_failure_is_unhealthy_with_code_and_hint_until_the_model_is_loaded()
    {
        _served.AnswerWith(ServedReply.Status(404));
        using var host = _served.Build(add: services => services.AddHealthChecks());
        await FluentActions.Awaiting(() => host.Services.GetRequiredService<EdgeChatClient>().LoadAsync(Cancellation)).Should().ThrowAsync<ModelDownloadException>();

        var failed = await CheckOneAsync(host);
        _served.AnswerWith(ServedReply.Good);
        await host.Services.GetRequiredService<EdgeChatClient>().LoadAsync(Cancellation);

        failed.Status.Should().Be(HealthStatus.Unhealthy);
        failed.Description.Should().StartWith("'served': EDGE_DOWNLOAD_REJECTED: ");
        failed.Data["code"].Should().Be("EDGE_DOWNLOAD_REJECTED");
        failed.Data["hint"].Should().BeOfType<string>().Which.Should().NotBeEmpty();
        failed.Exception.Should().BeOfType<ModelDownloadException>();
        (await CheckOneAsync(host)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public void An_app_without_health_checks_gets_none()
    {
        using var host = _served.Build();

        host.Services.GetService<HealthCheckService>().Should().BeNull();
    }

    private static Task<HealthReport> CheckAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"), Cancellation);

    private static async Task<HealthReportEntry> CheckOneAsync(IHost host) => (await CheckAsync(host)).Entries["edge-ai:served"];
}
