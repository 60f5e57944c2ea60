using Edge.AI.Disk;
using Edge.AI.Gguf;
using Edge.AI.Hosting;
using Edge.AI.Inference;
using Edge.AI.Platform;
using Edge.AI.Testing;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Hosting;

/// <summary>Hosts of equal models, with a budget for some of them.</summary>
public sealed class ModelBudgetTests : IDisposable
{
    private const int ContextSize = 128;

    private static readonly InferenceOptions s_options = new(ContextSize, MaxConcurrency: 1, Threads: 1);
    private static readonly long s_bytes = new MemoryEstimate(GgufModel.Read(TinyModel.Path), [], s_options, hasGpu: false).Of(ContextSize, 1);

    /// <summary>The time after which a broken test fails instead of hanging.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _models = new();
    private readonly TestClock _clock = new();
    private readonly MemoryWatch _memory;
    private long? _limit;

    public ModelBudgetTests() => _memory = new(() => new(1000, 500), NullLoggerFactory.Instance, _clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _memory.Dispose();
        _models.Dispose();
    }

    [Fact]
    public async Task The_least_recently_used_idle_model_makes_room()
    {
        _limit = RoomFor(2);
        await using var hosts = Hosts(3);
        await UseAsync(hosts[0]);
        await UseAsync(hosts[1]);
        await UseAsync(hosts[0]);

        await UseAsync(hosts[2]);

        hosts.Loaded.Should().Equal(0, 2);
    }

    [Fact]
    public async Task A_model_in_use_stays_if_another_one_is_idle()
    {
        _limit = RoomFor(2);
        await using var hosts = Hosts(3);
        using var use = await hosts[0].UseAsync(Cancellation);
        await UseAsync(hosts[1]);

        await UseAsync(hosts[2]);

        hosts.Loaded.Should().Equal(0, 2);
    }

    [Fact]
    public async Task If_all_are_in_use_a_model_waits_for_the_requests_of_the_least_recently_used_one_and_new_ones_wait_behind_it()
    {
        _limit = RoomFor(1);
        await using var hosts = Hosts(2);
        var running = await hosts[0].UseAsync(Cancellation);
        var other = hosts[1].UseAsync(Cancellation).AsTask();
        while (hosts.Loaded.Count > 0)
            await Task.Yield(); // the other model has asked for its memory
        var behind = hosts[0].UseAsync(Cancellation).AsTask();
        (other.IsCompleted, behind.IsCompleted).Should().Be((false, false));

        running.Dispose();
        (await other).Dispose();
        (await behind).Dispose();

        hosts.Loaded.Should().Equal(0);
    }

    [Fact]
    public async Task Who_gives_up_waiting_for_room_leaves_the_other_model_loaded()
    {
        _limit = RoomFor(1);
        await using var hosts = Hosts(2);
        using var running = await hosts[0].UseAsync(Cancellation);
        using var impatient = new CancellationTokenSource();
        var waiting = hosts[1].UseAsync(impatient.Token).AsTask();
        while (hosts.Loaded.Count > 0)
            await Task.Yield();

        await impatient.CancelAsync();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();

        using var next = await hosts[0].UseAsync(Cancellation);
        next.Model.Should().BeSameAs(running.Model);
    }

    [Fact]
    public async Task A_model_that_needs_more_than_the_budget_is_refused_and_the_others_stay()
    {
        _limit = RoomFor(1);
        await using var hosts = Hosts(1);
        await UseAsync(hosts[0]);
        await using var large = Host(s_options with { ContextSize = 1024, MaxConcurrency = 16 });

        var error = (await FluentActions.Awaiting(() => UseAsync(large)).Should().ThrowAsync<ModelMemoryException>()).Which;

        error.AvailableBytes.Should().Be(_limit);
        error.Hint.Should().Contain("EdgeAI:MemoryBudget");
        hosts.Loaded.Should().Equal(0);
    }

    [Fact]
    public async Task Memory_of_an_unloaded_model_is_free_for_others()
    {
        _limit = RoomFor(1);
        await using var hosts = Hosts(2);
        await UseAsync(hosts[0]);
        await hosts[0].UnloadAsync(Cancellation);

        using var use = await hosts[1].UseAsync(Cancellation);

        hosts.Loaded.Should().Equal(1);
    }

    [Fact]
    public async Task Without_a_budget_all_models_stay()
    {
        await using var hosts = Hosts(3);
        for (var host = 0; host < 3; host++)
            await UseAsync(hosts[host]);

        hosts.Loaded.Should().Equal(0, 1, 2);
    }

    [Fact]
    public async Task Requests_at_random_to_models_that_do_not_fit_together_are_all_answered()
    {
        _limit = RoomFor(2);
        await using var hosts = Hosts(4);
        var random = new Random(1);
        var turns = Enumerable.Range(0, 40).Select(_ => random.Next(4)).ToList();

        await Parallel.ForEachAsync(turns, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation }, async (host, _) =>
        {
            using var use = await hosts[host].UseAsync(Cancellation);
            (await Prompts.AnswerAsync(use.Model, "What is 2 + 3?")).Should().Be("2 + 3 = 5");
            hosts.Loaded.Count.Should().BeLessThanOrEqualTo(2);
        });
    }

    [Fact]
    public async Task A_load_that_repeats_because_its_files_changed_does_not_wait_for_a_model_that_waits_for_it()
    {
        _limit = RoomFor(1);
        var budget = new ModelBudget(() => _limit);
        var files = new ChangingFiles();
        await using var loading = Host(s_options, budget, files);
        await using var other = Host(s_options, budget);
        var use = loading.UseAsync(Cancellation).AsTask();
        await files.Repeated.WaitAsync(Cancellation); // the model has its memory, and is about to be loaded again
        var waiting = other.UseAsync(Cancellation).AsTask();
        while (!budget.IsTurnTaken)
            await Task.Yield();

        files.Continue();

        (await FluentActions.Awaiting(() => use).Should().CompleteWithinAsync(s_patience, "the load has its memory, and the other model waits for it")).Which.Dispose();
        (await FluentActions.Awaiting(() => waiting).Should().CompleteWithinAsync(s_patience, "the memory is free now")).Which.Dispose();
    }

    private static long RoomFor(int models) => s_bytes * models + s_bytes / 2;

    private static async Task UseAsync(ModelHost host) => (await host.UseAsync(Cancellation)).Dispose();

    private HostList Hosts(int count)
    {
        var budget = new ModelBudget(() => _limit);
        return new([.. Enumerable.Range(0, count).Select(_ => Host(s_options, budget))], _clock);
    }

    private ModelHost Host(InferenceOptions options, ModelBudget? budget = null, IModelProvisioner? provisioner = null)
    {
        var store = ModelProvisioner.Create(new() { ModelDirectory = _models.Path }).Store;
        return new(new ModelLoader(EdgeModels.EdgeTiny, options, provisioner ?? new TinyProvisioner(), store, NullLoggerFactory.Instance, _clock), _memory, budget ?? new(() => _limit), _clock);
    }

    /// <summary>The files change while they are loaded for the first time. The second time waits until the test continues.</summary>
    private sealed class ChangingFiles : IModelProvisioner
    {
        private readonly TaskCompletionSource _repeated = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _continued = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;

        public Task Repeated => _repeated.Task;

        public void Continue() => _continued.SetResult();

        public async Task<ProvisionedModel> EnsureAsync(EdgeModel model, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            var stamp = FileStamp.Of(TinyModel.Path)!;
            if (_calls++ == 0)
            {
                stamp = stamp with { ModifiedUtc = stamp.ModifiedUtc.AddSeconds(-1) };
            }
            else
            {
                _repeated.SetResult();
                await _continued.Task.WaitAsync(cancellationToken);
            }

            return new() { Model = model, Folder = Path.GetDirectoryName(TinyModel.Path)!, Files = [TinyModel.Path], Stamps = [stamp] };
        }

        public ProvisioningStatus GetStatus(EdgeModel model) => throw new NotSupportedException();

        public IAsyncEnumerable<ProvisioningProgress> WatchAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    /// <summary>Hosts whose clock advances with each access, so that no two uses have the same time.</summary>
    private sealed class HostList(List<ModelHost> hosts, TestClock clock) : IAsyncDisposable
    {
        public ModelHost this[int index]
        {
            get
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return hosts[index];
            }
        }

        /// <summary>The models that are in memory and may be used.</summary>
        public List<int> Loaded => [.. hosts.Index().Where(each => each.Item.State.Phase == ModelPhase.Ready).Select(each => each.Index)];

        public async ValueTask DisposeAsync()
        {
            foreach (var host in hosts)
                await host.DisposeAsync();
        }
    }
}
