using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Edge.AI.Tests.Hosting;

/// <summary>Several clients and models in one host.</summary>
public sealed partial class ManyClientsTests : IAsyncLifetime
{
    private const int Loaded = 5000;
    private const int Unloaded = 5001;

    private ServedModel _served = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _served = await ServedModel.StartAsync();

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Two_models_and_three_clients_with_a_budget_for_one_model_are_all_answered_and_evictions_are_counted()
    {
        using var evictions = new Evictions();
        using var host = Build($"{await MemoryOfOneAsync() * 3 / 2}");
        string[] keys = ["one", "two", "one again"];

        for (var turn = 0; turn < 6; turn++)
            (await AskAsync(host, keys[turn % 3])).Should().Be("The capital of France is Paris.");
        var alternating = evictions.Models.ToList();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(turn => AskAsync(host, keys[turn % 3])));

        alternating.Should().Equal("first", "second", "first", "second");
        OfModels().Should().HaveCountGreaterThan(5).And.OnlyContain(count => count <= 1, "the models are never in memory at the same time");
    }

    [Fact]
    public async Task Clients_that_share_a_model_do_not_evict_it()
    {
        using var evictions = new Evictions();
        using var host = Build($"{await MemoryOfOneAsync() * 3 / 2}");

        foreach (var key in new[] { "one", "one again", "one" })
            await AskAsync(host, key);

        evictions.Models.Should().BeEmpty();
        OfModels().Should().Equal(1);
    }

    [Theory]
    [InlineData("1000")]
    [InlineData("-1")]
    public async Task A_budget_that_is_too_small_ends_the_start_of_the_host(string budget)
    {
        using var host = Build(budget);

        (await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain("MemoryBudget");
    }

    private IHost Build(string? budget) => _served.BuildApp(services =>
    {
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
        [
            KeyValuePair.Create("EdgeAI:MemoryBudget", budget),
            KeyValuePair.Create("EdgeAI:ModelDirectory", (string?)_served.ModelFolder),
        ]).Build());
        var (first, second) = (EdgeModels.EdgeTiny with { Id = "first", Aliases = [] }, EdgeModels.EdgeTiny with { Id = "second", Aliases = [] });
        services.AddKeyedEdgeChatClient("one", first, Small);
        services.AddKeyedEdgeChatClient("two", second, Small);
        services.AddKeyedEdgeChatClient("one again", first, Small);
    });

    private static void Small(EdgeChatClientOptions options) => (options.Threads, options.ContextSize, options.MaxConcurrency) = (1, 256, 1);

    /// <summary>The memory that one model needs, as the log tells it.</summary>
    private async Task<long> MemoryOfOneAsync()
    {
        using (var host = Build(budget: null))
            await AskAsync(host, "one");

        var bytes = _served.Log.Lines.Select(line => Needs().Match(line.Text)).First(match => match.Success).Groups["bytes"].Value;
        _served.Log.Clear();
        return long.Parse(bytes, CultureInfo.InvariantCulture);
    }

    /// <summary>The number of loaded models after each load.</summary>
    private IEnumerable<int> OfModels()
    {
        var loaded = 0;
        foreach (var (id, _) in _served.Log.Lines)
        {
            loaded += id.Id switch { Loaded => 1, Unloaded => -1, _ => 0 };
            if (id.Id == Loaded)
                yield return loaded;
        }
    }

    private static async Task<string> AskAsync(IHost host, string key) =>
        (await host.Services.GetRequiredKeyedService<IChatClient>(key).GetResponseAsync("What is the capital of France?", new() { Temperature = 0 }, Cancellation)).Text;

    [GeneratedRegex(@"needs about (?<bytes>\d+) bytes", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Needs();

    /// <summary>The evicted models of these tests, as the instrument counts them.</summary>
    private sealed class Evictions : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Evictions()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "edge_ai.model.evictions")
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
            {
                if (tags[0].Value is "first" or "second") // other tests run at the same time
                    Models.Enqueue((string)tags[0].Value!);
            });
            _listener.Start();
        }

        public ConcurrentQueue<string> Models { get; } = new();

        public void Dispose() => _listener.Dispose();
    }
}
