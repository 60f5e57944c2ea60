using System.Security.Cryptography;
using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Tests.Hosting;

/// <summary>When a host downloads and loads the model of an embedding generator, and how it reports that, with a server that holds the download.</summary>
public sealed class EmbeddingTimingTests : IAsyncLifetime
{
    private const string Section = "EdgeAI:Embeddings:served";

    private readonly TemporaryFolder _models = new();
    private readonly LogLines _log = new();
    private LoopbackModelServer _server = null!;
    private ServedFile _file = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await LoopbackModelServer.StartAsync();
        var path = Path.Combine(_models.Path, "encoder.gguf");
        new RandomBert().Write(path);
        _file = _server.Serve("encoder.gguf", await File.ReadAllBytesAsync(path, Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _models.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task With_LoadAt_Start_the_host_starts_when_the_model_is_loaded()
    {
        var gate = HoldDownload();
        using var host = Build(options => options.LoadAt = ModelTiming.Start);

        var starting = host.StartAsync(Cancellation);
        await gate.Reached;
        starting.IsCompleted.Should().BeFalse();
        gate.Open();
        await starting;

        Loads.Should().Be(1);
        (await EmbedAsync(host)).Length.Should().Be(64);
        Loads.Should().Be(1);
    }

    [Fact]
    public async Task With_DownloadAt_Start_the_model_is_on_disk_and_not_in_memory()
    {
        using var host = Build(options => options.DownloadAt = ModelTiming.Start);

        await host.StartAsync(Cancellation);

        _server.Requests.Should().ContainSingle();
        Loads.Should().Be(0);
    }

    [Fact]
    public async Task With_LoadAt_Start_a_model_that_cannot_be_downloaded_ends_the_start_of_the_host()
    {
        _file.Always = ServedReply.Status(404);
        using var host = Build(options => options.LoadAt = ModelTiming.Start);

        await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<ModelDownloadException>();
    }

    [Fact]
    public async Task A_call_waits_no_longer_than_ProvisioningTimeout_and_the_work_continues()
    {
        var gate = HoldDownload();
        using var host = Build(options => options.ProvisioningTimeout = TimeSpan.Zero);

        await FluentActions.Awaiting(() => EmbedAsync(host)).Should().ThrowAsync<ModelNotReadyException>();
        gate.Open();
        await Generator(host).LoadAsync(Cancellation);

        (await EmbedAsync(host)).Length.Should().Be(64);
        _server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task The_health_check_is_degraded_while_the_model_is_downloaded_and_then_healthy_with_its_load()
    {
        var gate = HoldDownload();
        using var host = Build(options => options.LoadAt = ModelTiming.Background);
        await host.StartAsync(Cancellation);

        var during = await CheckAsync(host);
        gate.Open();
        await EmbedAsync(host);
        var after = await CheckAsync(host);

        during.Status.Should().Be(HealthStatus.Degraded);
        (after.Status, after.Description).Should().Be((HealthStatus.Healthy, "'served': loaded."));
        after.Tags.Should().Equal("edge-ai", "ready");
        after.Data.Keys.Should().BeEquivalentTo("model", "runtime", "queue", "tokensPerSecond");
        after.Data["queue"].Should().Be(0);
        ((double)after.Data["tokensPerSecond"]).Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task The_health_check_is_unhealthy_after_a_failure_and_says_why()
    {
        _file.Always = ServedReply.Status(404);
        using var host = Build();
        await FluentActions.Awaiting(() => EmbedAsync(host)).Should().ThrowAsync<ModelDownloadException>();

        var entry = await CheckAsync(host);

        (entry.Status, entry.Data["code"]).Should().Be((HealthStatus.Unhealthy, "EDGE_DOWNLOAD_REJECTED"));
    }

    [Fact]
    public async Task Changed_limits_apply_to_the_next_call()
    {
        using var host = Build();
        var tooLong = string.Join(' ', Enumerable.Repeat("man", 200));
        await FluentActions.Awaiting(() => EmbedAsync(host, tooLong)).Should().ThrowAsync<ContextExceededException>();

        Change(host, "Truncate", "true");
        Change(host, "IdleTimeout", "00:10:00");
        Change(host, "ProvisioningTimeout", "00:01:00");
        Change(host, "MaxQueueLength", "7");

        (await EmbedAsync(host, tooLong)).Length.Should().Be(64);
        _log.Lines.Where(line => line.Id.Id == 1100).Select(line => line.Text.TrimEnd()).Should().Equal(
            new[] { "Truncate", "IdleTimeout", "ProvisioningTimeout", "MaxQueueLength" }.Select(option => $"{Section}:{option} has changed, and applies from now on"));
    }

    private int Loads => _log.Lines.Count(line => line.Id.Id == 5000);

    private static void Change(IHost host, string option, string value)
    {
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        configuration[$"{Section}:{option}"] = value;
        configuration.Reload();
    }

    private static async Task<ReadOnlyMemory<float>> EmbedAsync(IHost host, string text = "the man") => await Generator(host).GenerateVectorAsync(text, cancellationToken: Cancellation);

    private static EdgeEmbeddingGenerator Generator(IHost host) => host.Services.GetRequiredService<EdgeEmbeddingGenerator>();

    private static async Task<HealthReportEntry> CheckAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries.Should().ContainKey("edge-ai:served").WhoseValue;

    private Gate HoldDownload()
    {
        var gate = new Gate();
        _file.Then(new ServedReply { WaitsAfter = 1000, Gate = gate });
        return gate;
    }

    private IHost Build(Action<EdgeEmbeddingGeneratorOptions>? configure = null)
    {
        var model = new EdgeModel
        {
            Id = "served",
            DisplayName = "Served",
            License = "MIT",
            ContextLength = 128,
            Capabilities = ModelCapabilities.Embeddings,
            Files = [new() { Name = "encoder.gguf", Source = _file.Uri, Size = _file.Content.Length, Digest = new(SHA256.HashData(_file.Content)) }],
        };
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration["EdgeAI:ModelDirectory"] = Path.Combine(_models.Path, "store");
        builder.Configuration[$"{Section}:Threads"] = "1";
        builder.Services.AddSingleton<ILoggerFactory>(_log);
        builder.Services.AddHealthChecks();
        builder.Services.AddEdgeEmbeddingGenerator(model, configure);
        return builder.Build();
    }
}
