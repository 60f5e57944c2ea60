using System.Diagnostics;
using System.Security.Cryptography;
using Edge.AI.Common;
using Edge.AI.Gguf;
using Edge.AI.Hosting;
using Edge.AI.Inference;
using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Edge.AI.Tests.Hosting;

/// <summary>What OpenTelemetry's SDK receives from an app whose model is downloaded, loaded and asked, and fails in every way that leaves a mark.</summary>
public sealed class TelemetryTests : IAsyncDisposable
{
    private const string Reason = "the tables of docs/telemetry.md have every span, metric and attribute that arrives, and no other";

    private static readonly string Rules = string.Join(' ', Enumerable.Range(1, 60).Select(number => $"Rule {number}: answer with few words."));

    private static readonly ChatMessage[] Repetition =
    [
        new(ChatRole.User, "Count from 1 to 30."),
        new(ChatRole.Assistant, "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"),
        new(ChatRole.User, "Count from 1 to 30."),
    ];

    private readonly string _id = $"telemetry-{Guid.NewGuid():N}";
    private readonly TemporaryFolder _folder = new();
    private readonly ActivitySource _caller = new($"tests.{Guid.NewGuid():N}");
    private readonly List<Activity> _spans = [];
    private readonly List<MetricSnapshot> _metrics = [];
    private readonly TracerProvider _tracing;
    private readonly MeterProvider _metering;

    public TelemetryTests()
    {
        _tracing = Sdk.CreateTracerProviderBuilder().AddSource(Telemetry.Name, _caller.Name).AddInMemoryExporter(_spans).Build();
        _metering = Sdk.CreateMeterProviderBuilder().AddMeter(Telemetry.Name).AddInMemoryExporter(_metrics).Build();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _tracing.Dispose();
        _metering.Dispose();
        _caller.Dispose();
        _folder.Dispose();
        return default;
    }

    [Fact]
    public async Task Every_span_and_metric_of_the_docs_arrives_with_its_attributes_and_no_other_does()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        var trace = await UseEverythingAsync(server);
        _metering.ForceFlush();
        _metering.Dispose();
        _tracing.Dispose();

        var spans = _spans.Where(span => span.TraceId == trace && span.Source.Name == Telemetry.Name).ToLookup(span => span.OperationName);
        spans.Select(named => (named.Key, Names(named.SelectMany(span => span.TagObjects)))).Should().BeEquivalentTo(
            DocumentedTable.Read("telemetry.md", "span").Select(row => (row["span"], Sorted(DocumentedTable.Names(row["attributes"])))), Reason);
        Names(spans.SelectMany(named => named).SelectMany(span => span.TagObjects)).Split(' ').Except([Telemetry.Model, Telemetry.ErrorType])
            .Should().BeEquivalentTo(DocumentedTable.Read("telemetry.md", "attribute of a span").Select(row => row["attribute of a span"]), Reason);

        _metrics.Where(metric => PointsOf(metric).Count > 0).GroupBy(metric => metric.Name)
            .Select(metric => (metric.Key, KindOf(metric.First().MetricType), metric.First().Unit, Names(metric.SelectMany(PointsOf).SelectMany(point => point))))
            .Should().BeEquivalentTo(DocumentedTable.Read("telemetry.md", "metric").Select(row => (row["metric"], row["kind"], row["unit"], Sorted(DocumentedTable.Names(row["attributes"])))), Reason);
    }

    [Fact]
    public async Task Provisioning_loading_and_answering_are_children_of_the_callers_span()
    {
        using var host = Build(EdgeModels.EdgeTiny with { Id = _id, Aliases = [] }, options => options.Threads = 1);
        using var caller = _caller.StartActivity("caller")!;

        var response = await host.Services.GetRequiredService<IChatClient>().GetResponseAsync("What is 2 + 3?", new() { Temperature = 0 }, Cancellation);

        Activity.Current.Should().BeSameAs(caller);
        _tracing.Dispose();
        var spans = _spans.Where(span => span.TraceId == caller.TraceId).ToDictionary(span => span.OperationName);
        spans.Keys.Should().BeEquivalentTo("edge_ai.provision", "edge_ai.load", "edge_ai.generate");
        spans.Values.Should().OnlyContain(span => span.ParentSpanId == caller.SpanId && span.Status == ActivityStatusCode.Unset);
        spans["edge_ai.provision"].GetTagItem("edge_ai.outcome").Should().Be("provisioned");
        var answered = spans["edge_ai.generate"];
        (answered.GetTagItem("edge_ai.tokens.input"), answered.GetTagItem("edge_ai.tokens.output"), answered.GetTagItem("edge_ai.tokens.cached"), answered.GetTagItem("edge_ai.finish_reason"))
            .Should().Be(((int)response.Usage!.InputTokenCount!, (int)response.Usage.OutputTokenCount!, (int)response.Usage.CachedInputTokenCount!, "stop"));
        (answered.StartTimeUtc >= spans["edge_ai.load"].StartTimeUtc + spans["edge_ai.load"].Duration).Should().BeTrue("loading is not a part of answering");
    }

    [Fact]
    public async Task A_reader_that_leaves_early_has_cancelled_the_request()
    {
        using var host = Build(EdgeModels.EdgeTiny with { Id = _id, Aliases = [] }, options => options.Threads = 1);
        using var caller = _caller.StartActivity("caller")!;

        await foreach (var update in host.Services.GetRequiredService<IChatClient>().GetStreamingResponseAsync(Repetition, cancellationToken: Cancellation))
            break;

        _tracing.Dispose();
        var span = _spans.Should().ContainSingle(span => span.TraceId == caller.TraceId && span.OperationName == "edge_ai.generate").Subject;
        (span.GetTagItem("error.type"), span.Status).Should().Be(("cancelled", ActivityStatusCode.Unset));
    }

    [Fact]
    public async Task A_call_that_embeds_has_a_span_and_measures_queue_tokens_batch_and_duration()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        var encoder = Encoder(server);
        using var host = Build(EdgeModels.EdgeTiny, options => options.Threads = 1, services => services.AddEdgeEmbeddingGenerator(encoder, options => options.Threads = 1));
        using var caller = _caller.StartActivity("caller")!;

        var result = await host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync(["the man", "a dog"], cancellationToken: Cancellation);

        _metering.ForceFlush();
        _tracing.Dispose();
        var spans = _spans.Where(span => span.TraceId == caller.TraceId).ToDictionary(span => span.OperationName);
        spans.Keys.Should().BeEquivalentTo("edge_ai.provision", "edge_ai.load", "edge_ai.embed");
        spans.Values.Should().OnlyContain(span => span.ParentSpanId == caller.SpanId && span.Status == ActivityStatusCode.Unset);
        (spans["edge_ai.embed"].GetTagItem("edge_ai.texts"), spans["edge_ai.embed"].GetTagItem("edge_ai.tokens.input")).Should().Be((2, result.Usage!.InputTokenCount!.Value));
        (spans["edge_ai.load"].GetTagItem("edge_ai.context.length"), spans["edge_ai.load"].GetTagItem("edge_ai.slots.limit")).Should().Be((128, null));
        _metrics.Where(metric => PointsOf(metric).Count > 0 && PointsOf(metric).Exists(tags => tags.Exists(tag => Equals(tag.Value, encoder.Id)))).Select(metric => metric.Name).Distinct().Should().BeEquivalentTo(
            "gen_ai.server.request.duration", "gen_ai.client.token.usage", "edge_ai.queue.wait", "edge_ai.queue.length", "edge_ai.batch.size", "edge_ai.model.memory",
            "edge_ai.load.duration", "edge_ai.provisioning.duration", "edge_ai.download.bytes");
    }

    /// <summary>Everything that writes a span or a metric happens once, under one span, whose trace is returned.</summary>
    private async Task<ActivityTraceId> UseEverythingAsync(LoopbackModelServer server)
    {
        var content = await File.ReadAllBytesAsync(TinyModel.Path, Cancellation);
        var served = server.Serve("model.gguf", content).Then(ServedReply.Status(503));
        var model = EdgeModels.EdgeTiny with
        {
            Id = _id,
            Aliases = [],
            Files = [new() { Name = "model.gguf", Source = served.Uri, Size = content.Length, Digest = new(SHA256.HashData(content)) }],
        };
        var missing = model with { Id = $"{_id}-missing", Files = [model.Files[0] with { Source = server.UriOf("missing.gguf") }] };
        var encoder = Encoder(server);
        var small = new InferenceOptions(ContextSize: 128, MaxConcurrency: 1, Threads: 1);
        long? budget = null;
        using var memory = new MemoryWatch(() => new(1000, 50), NullLoggerFactory.Instance, TimeProvider.System);
        using var host = Build(
            model,
            options => (options.Threads, options.Speculation, options.ContextSize, options.MaxConcurrency, options.PromptCacheDirectory) = (1, true, 1024, 1, Path.Combine(_folder.Path, "states")),
            services =>
            {
                services.AddSingleton(memory);
                services.AddSingleton(new ModelBudget(() => budget));
                services.AddKeyedEdgeChatClient("other", model, options => (options.ContextSize, options.MaxConcurrency, options.Threads) = (128, 1, 1));
                services.AddKeyedEdgeChatClient("missing", missing);
                services.AddEdgeEmbeddingGenerator(encoder, options => options.Threads = 1);
                services.AddKeyedEdgeChatClient("broken", model, options => options.LoraAdapters.Add(new() { Path = Path.Combine(_folder.Path, "missing.gguf") }));
                services.Configure<ProvisioningOptions>(options => options.Retry.Delay = TimeSpan.Zero);
            });
        using var caller = _caller.StartActivity("caller")!;
        var client = host.Services.GetRequiredService<IChatClient>();
        ChatOptions greedy = new() { Temperature = 0 };

        await client.GetResponseAsync([new(ChatRole.System, Rules), new(ChatRole.User, "What is the capital of France?")], greedy, Cancellation);
        await client.GetResponseAsync(Repetition, greedy, Cancellation);
        var updates = 0;
        await foreach (var update in client.GetStreamingResponseAsync(Repetition, greedy, Cancellation))
        {
            if (++updates == 3)
                break;
        }

        await client.Awaiting(it => it.GetResponseAsync(string.Concat(Enumerable.Repeat(Rules, 10)), greedy, Cancellation)).Should().ThrowAsync<ContextExceededException>();
        await host.Services.GetRequiredKeyedService<IChatClient>("missing").Awaiting(it => it.GetResponseAsync("Hello", greedy, Cancellation)).Should().ThrowAsync<ModelDownloadException>();
        await host.Services.GetRequiredKeyedService<IChatClient>("broken").Awaiting(it => it.GetResponseAsync("Hello", greedy, Cancellation)).Should().ThrowAsync<EdgeAIException>();
        await new ChatClientBuilder(client).UseFallback(_ => client, fallback => fallback.Reasons = FallbackReasons.None).Build().GetResponseAsync("What is 2 + 3?", greedy, Cancellation);
        var generator = host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        await generator.GenerateAsync(["the man", "a dog"], cancellationToken: Cancellation);
        await generator.Awaiting(it => it.GenerateAsync([string.Join(' ', Enumerable.Repeat("man", 200))], cancellationToken: Cancellation)).Should().ThrowAsync<ContextExceededException>();
        _metering.ForceFlush();
        budget = new MemoryEstimate(GgufModel.Read(TinyModel.Path), [], small, hasGpu: false).Of(128, 1) * 3 / 2;
        await host.Services.GetRequiredKeyedService<IChatClient>("other").GetResponseAsync("What is 2 + 3?", greedy, Cancellation); // unloads the model, which writes the state of its prompt
        await memory.CheckAsync();
        return caller.TraceId;
    }

    private EdgeModel Encoder(LoopbackModelServer server)
    {
        var path = Path.Combine(_folder.Path, "encoder.gguf");
        new RandomBert().Write(path);
        var content = File.ReadAllBytes(path);
        return new()
        {
            Id = $"{_id}-encoder",
            DisplayName = "Encoder",
            License = "MIT",
            ContextLength = 128,
            Capabilities = ModelCapabilities.Embeddings,
            Files = [new() { Name = "encoder.gguf", Source = server.Serve("encoder.gguf", content).Uri, Size = content.Length, Digest = new(SHA256.HashData(content)) }],
        };
    }

    private IHost Build(EdgeModel model, Action<EdgeChatClientOptions> configure, Action<IServiceCollection>? register = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration["EdgeAI:ModelDirectory"] = Path.Combine(_folder.Path, "models");
        register?.Invoke(builder.Services);
        builder.Services.AddEdgeChatClient(model, configure);
        return builder.Build();
    }

    /// <summary>The attributes of each measurement of this test. Measurements of other tests name other models.</summary>
    private List<List<KeyValuePair<string, object?>>> PointsOf(MetricSnapshot metric) =>
    [
        .. metric.MetricPoints.Select(point => point.Tags.ToList())
            .Where(tags => tags.All(tag => tag.Key is not (Telemetry.Model or "gen_ai.request.model") || ((string?)tag.Value)?.StartsWith(_id, StringComparison.Ordinal) == true)),
    ];

    private static string KindOf(MetricType type) => type switch
    {
        MetricType.Histogram => "histogram",
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => "up-down counter",
        MetricType.LongGauge or MetricType.DoubleGauge => "gauge",
        _ => $"{type}",
    };

    private static string Names(IEnumerable<KeyValuePair<string, object?>> tags) => Sorted(tags.Where(tag => tag.Value is not null).Select(tag => tag.Key));

    private static string Sorted(IEnumerable<string> names) => string.Join(' ', names.Distinct().Order(StringComparer.Ordinal));
}

file static class TagLists
{
    public static List<KeyValuePair<string, object?>> ToList(this ReadOnlyTagCollection tags)
    {
        List<KeyValuePair<string, object?>> list = [];
        foreach (var tag in tags)
            list.Add(tag);
        return list;
    }
}
