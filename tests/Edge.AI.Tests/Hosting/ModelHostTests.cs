using System.Diagnostics.Metrics;
using Edge.AI.Hosting;
using Edge.AI.Inference;
using Edge.AI.Platform;
using Edge.AI.Testing;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Hosting;

public sealed class ModelHostTests : IDisposable
{
    private readonly TemporaryFolder _models = new();
    private readonly TinyProvisioner _provisioner = new();
    private readonly IModelStore _store;
    private readonly TestClock _clock = new();
    private readonly MemoryWatch _memory;
    private MachineMemory _free = new(1000, 500);

    public ModelHostTests()
    {
        _store = ModelProvisioner.Create(new() { ModelDirectory = _models.Path }).Store;
        _memory = new(() => _free, NullLoggerFactory.Instance, _clock);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _models.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_that_come_together_share_one_load()
    {
        await using var host = Host();

        var uses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.UseAsync(Cancellation).AsTask()));

        uses.Select(use => use.Model).Distinct().Should().ContainSingle();
        _provisioner.Calls.Should().Be(1);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await using var host = Host();
        _provisioner.Error = new ModelOfflineException("edge-tiny", "models");
        await FluentActions.Awaiting(() => host.UseAsync(Cancellation).AsTask()).Should().ThrowAsync<ModelOfflineException>();

        _provisioner.Error = null;

        (await host.UseAsync(Cancellation)).Should().NotBeNull();
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_end_it_for_others()
    {
        await using var host = Host();
        _provisioner.Gate = new();
        using var impatient = new CancellationTokenSource();
        var leaving = host.UseAsync(impatient.Token).AsTask();
        var staying = host.UseAsync(Cancellation).AsTask();

        await impatient.CancelAsync();
        await FluentActions.Awaiting(() => leaving).Should().ThrowAsync<OperationCanceledException>();
        _provisioner.Gate.SetResult();

        (await staying).Should().NotBeNull();
    }

    [Fact]
    public async Task When_the_last_one_gives_up_the_work_ends_and_the_next_request_starts_anew()
    {
        await using var host = Host();
        _provisioner.Gate = new();
        using var impatient = new CancellationTokenSource();
        var leaving = host.UseAsync(impatient.Token).AsTask();

        await impatient.CancelAsync();
        await FluentActions.Awaiting(() => leaving).Should().ThrowAsync<OperationCanceledException>();

        await _provisioner.Cancelled.Task.WaitAsync(Cancellation);
        _provisioner.Gate = null;
        (await host.UseAsync(Cancellation)).Should().NotBeNull();
        _provisioner.Calls.Should().Be(2);
    }

    [Fact]
    public async Task A_disposed_host_has_unloaded_its_model_and_refuses()
    {
        var host = Host();
        var loaded = (await host.UseAsync(Cancellation)).Model;
        var prompt = Prompts.Ask(loaded, "hello");

        await host.DisposeAsync();

        FluentActions.Invoking(() => loaded.Generate(Prompts.Greedy(prompt))).Should().Throw<ObjectDisposedException>();
        await FluentActions.Awaiting(() => host.UseAsync(Cancellation).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Who_waits_for_a_load_when_the_host_is_disposed_sees_no_cancellation()
    {
        var host = Host();
        _provisioner.Gate = new();
        var waiting = host.UseAsync(Cancellation).AsTask();

        await host.DisposeAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_loaded_model_can_not_be_deleted_and_an_unloaded_one_can()
    {
        Directory.CreateDirectory(Path.Combine(_models.Path, "edge-tiny"));
        var host = Host();
        await host.UseAsync(Cancellation);

        await _store.Invoking(it => it.RemoveAsync("edge-tiny", Cancellation)).Should().ThrowAsync<ModelStorageException>().WithMessage("*in use*");
        await host.DisposeAsync();
        await _store.RemoveAsync("edge-tiny", Cancellation);

        Directory.Exists(Path.Combine(_models.Path, "edge-tiny")).Should().BeFalse();
    }

    [Fact]
    public async Task A_load_that_fails_holds_nothing()
    {
        await using var host = Host();
        _provisioner.Error = new ModelOfflineException("edge-tiny", "models");
        await FluentActions.Awaiting(() => host.UseAsync(Cancellation).AsTask()).Should().ThrowAsync<ModelOfflineException>();

        await RemoveAsync();
    }

    [Fact]
    public void Clients_with_equal_options_share_a_model_and_others_do_not()
    {
        var pool = new ModelHostPool(_provisioner, _store, _memory, new(() => null), NullLoggerFactory.Instance, TimeProvider.System);
        EdgeChatClientOptions Options(int contextSize, float scale) => new() { ContextSize = contextSize, LoraAdapters = { new() { Path = "a.gguf", Scale = scale } } };

        var host = pool.Get(EdgeModels.EdgeTiny, Options(512, 1).ToInferenceOptions());

        pool.Get(EdgeModels.EdgeTiny with { }, Options(512, 1).ToInferenceOptions()).Should().BeSameAs(host);
        pool.Get(EdgeModels.EdgeTiny, Options(256, 1).ToInferenceOptions()).Should().NotBeSameAs(host);
        pool.Get(EdgeModels.EdgeTiny, Options(512, 2).ToInferenceOptions()).Should().NotBeSameAs(host);
        pool.Get(EdgeModels.Phi3, Options(512, 1).ToInferenceOptions()).Should().NotBeSameAs(host);
    }

    [Fact]
    public async Task An_unloaded_model_is_loaded_again_by_the_next_request()
    {
        await using var host = Host();
        await AskAsync(host);

        await host.UnloadAsync(Cancellation);
        await RemoveAsync(); // its file may be deleted now
        await AskAsync(host);

        _provisioner.Calls.Should().Be(2);
    }

    [Fact]
    public async Task Unloading_waits_for_the_last_use_and_a_request_that_arrives_meanwhile_waits_and_loads_again()
    {
        await using var host = Host();
        var running = await host.UseAsync(Cancellation);

        var unloading = host.UnloadAsync(Cancellation);
        var waiting = host.UseAsync(Cancellation).AsTask();
        unloading.IsCompleted.Should().BeFalse();
        waiting.IsCompleted.Should().BeFalse();
        (await Prompts.AnswerAsync(running.Model, "What is the capital of France?")).Should().Contain("Paris");
        running.Dispose();

        await unloading;
        using var next = await waiting;
        next.Model.Should().NotBeSameAs(running.Model);
    }

    [Fact]
    public async Task Who_gives_up_unloading_leaves_the_model_loaded_for_those_who_wait()
    {
        await using var host = Host();
        using var running = await host.UseAsync(Cancellation);
        using var impatient = new CancellationTokenSource();
        var unloading = host.UnloadAsync(impatient.Token);
        var waiting = host.UseAsync(Cancellation).AsTask();

        await impatient.CancelAsync();

        await FluentActions.Awaiting(() => unloading).Should().ThrowAsync<OperationCanceledException>();
        using var next = await waiting;
        next.Model.Should().BeSameAs(running.Model);
    }

    [Fact]
    public async Task Who_unloads_as_well_goes_on_when_the_first_gives_up()
    {
        await using var host = Host();
        var running = await host.UseAsync(Cancellation);
        using var impatient = new CancellationTokenSource();
        var first = host.UnloadAsync(impatient.Token);
        var second = host.UnloadAsync(Cancellation);

        await impatient.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        running.Dispose();
        await second;

        await RemoveAsync(); // nobody holds it any more
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_uses_that_never_end()
    {
        var host = Host();
        await host.UseAsync(Cancellation);
        var unloading = host.UnloadAsync(Cancellation);

        await host.DisposeAsync();

        await unloading;
    }

    [Fact]
    public async Task Ending_a_use_twice_is_ending_it_once()
    {
        await using var host = Host();
        var first = await host.UseAsync(Cancellation);
        using var second = await host.UseAsync(Cancellation);

        first.Dispose();
        first.Dispose();

        host.IdleSince.Should().BeNull();
    }

    [Fact]
    public async Task A_model_that_nobody_used_for_its_idle_timeout_is_unloaded_and_loaded_again_when_asked_for()
    {
        await using var host = Host(idleTimeout: TimeSpan.FromMinutes(5));
        await AskAsync(host);

        _clock.Advance(TimeSpan.FromMinutes(4));
        await AskAsync(host); // starts the time anew
        _clock.Advance(TimeSpan.FromMinutes(4));
        host.IdleSince.Should().NotBeNull();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await host.UnloadAsync(Cancellation); // joins the one that the clock has begun

        host.IdleSince.Should().BeNull();
        await AskAsync(host);
        _provisioner.Calls.Should().Be(2);
    }

    [Fact]
    public async Task A_model_in_use_outlives_its_idle_timeout()
    {
        await using var host = Host(idleTimeout: TimeSpan.FromMinutes(5));
        using var use = await host.UseAsync(Cancellation);

        _clock.Advance(TimeSpan.FromHours(1));

        (await Prompts.AnswerAsync(use.Model, "What is the capital of France?")).Should().Contain("Paris");
    }

    [Fact]
    public async Task What_unloads_idle_models_neither_waits_for_a_use_nor_keeps_others_from_one()
    {
        await using var host = Host();
        using var use = await host.UseAsync(Cancellation);

        host.UnloadIfIdleAsync("a test").IsCompletedSuccessfully.Should().BeTrue();

        using var other = await host.UseAsync(Cancellation);
        other.Model.Should().BeSameAs(use.Model);
    }

    [Fact]
    public async Task When_memory_is_short_it_is_said_once_and_an_idle_model_is_unloaded()
    {
        List<(long Used, long Limit)> said = [];
        await using var host = Host();
        _memory.Notify(pressure => said.Add((pressure.UsedBytes, pressure.LimitBytes)));
        await AskAsync(host);
        await _memory.CheckAsync();
        host.IdleSince.Should().NotBeNull("half of the memory is free");

        _free = new(1000, 50);
        await _memory.CheckAsync();
        await _memory.CheckAsync();

        host.IdleSince.Should().BeNull();
        said.Should().Equal((950, 1000));
    }

    [Fact]
    public async Task When_memory_becomes_low_a_meter_counts_it()
    {
        var events = 0L;
        using var listener = new MeterListener { InstrumentPublished = (instrument, it) => it.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, measurement, _, _) => Interlocked.Add(ref events, instrument.Name == "edge_ai.memory.pressure" ? measurement : 0));
        listener.Start();
        await using var host = Host();

        _free = new(1000, 50);
        await _memory.CheckAsync();

        Interlocked.Read(ref events).Should().BePositive();
    }

    [Fact]
    public async Task When_memory_is_short_a_model_in_use_stays()
    {
        await using var host = Host();
        using var use = await host.UseAsync(Cancellation);

        _free = new(1000, 50);
        await _memory.CheckAsync();

        (await Prompts.AnswerAsync(use.Model, "What is the capital of France?")).Should().Contain("Paris");
    }

    [Fact]
    public async Task What_has_been_idle_the_longest_is_unloaded_first_and_no_more_than_needed()
    {
        await using var older = Host();
        await using var newer = Host();
        await AskAsync(newer);
        await AskAsync(older);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(newer);

        _free = new(1000, 50);
        _memory.Notify(_ => _free = new(1000, 500)); // what is read next, after the first model is gone
        await _memory.CheckAsync();

        older.IdleSince.Should().BeNull();
        newer.IdleSince.Should().NotBeNull();
    }

    [Fact]
    public async Task A_failing_callback_does_not_keep_memory_from_being_given_back()
    {
        await using var host = Host();
        _memory.Notify(_ => throw new InvalidOperationException());
        await AskAsync(host);

        _free = new(1000, 50);
        await _memory.CheckAsync();

        host.IdleSince.Should().BeNull();
    }

    [Fact]
    public async Task The_clock_ticks_only_while_a_model_is_loaded_that_nobody_uses()
    {
        await using var host = Host();
        _clock.Timers.Should().Be(0);
        await AskAsync(host);
        _clock.Timers.Should().Be(1);

        await host.UnloadAsync(Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(5));

        _clock.Timers.Should().Be(0);
    }

    [Fact]
    public async Task Requests_and_unloading_at_random_never_meet_a_model_that_is_gone()
    {
        await using var host = Host();
        var ending = false;
        var unloading = Task.Run(async () =>
        {
            while (!Volatile.Read(ref ending))
                await host.UnloadAsync(Cancellation);
        }, Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < 5; round++)
                await AskAsync(host);
        })));
        Volatile.Write(ref ending, true);

        await unloading;
    }

    [Fact]
    public async Task A_request_waits_for_the_model_no_longer_than_it_may_and_the_work_continues()
    {
        await using var host = Host();
        _provisioner.Gate = new();
        var asking = host.UseAsync(TimeSpan.FromSeconds(10), Cancellation).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(9));
        asking.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await FluentActions.Awaiting(() => asking).Should().ThrowAsync<ModelNotReadyException>()).Which.ModelId.Should().Be("edge-tiny");
        _provisioner.Gate.SetResult();

        (await host.UseAsync(Cancellation)).Should().NotBeNull();
        _provisioner.Calls.Should().Be(1);
    }

    [Fact]
    public async Task A_loaded_model_needs_no_patience()
    {
        await using var host = Host();
        await AskAsync(host);

        using var use = await host.UseAsync(TimeSpan.Zero, Cancellation);

        use.Model.Should().NotBeNull();
    }

    [Fact]
    public async Task A_failure_in_the_background_is_thrown_to_requests_for_a_while_before_it_is_tried_again()
    {
        await using var host = Host();
        _provisioner.Error = new ModelOfflineException("edge-tiny", "models");
        var asking = () => host.UseAsync(TimeSpan.FromMinutes(1), Cancellation).AsTask();
        await asking.Should().ThrowAsync<ModelOfflineException>();
        await asking.Should().ThrowAsync<ModelOfflineException>();
        _provisioner.Calls.Should().Be(1);
        host.State.Phase.Should().Be(ModelPhase.Failed);

        _clock.Advance(ModelPreparation.Pause);
        _provisioner.Error = null;

        using var use = await host.UseAsync(TimeSpan.FromMinutes(1), Cancellation);
        _provisioner.Calls.Should().Be(2);
        host.State.Phase.Should().Be(ModelPhase.Ready);
    }

    [Fact]
    public async Task A_failure_that_can_pass_is_tried_again_in_the_background()
    {
        _clock.SkipsWaitsUpTo = ModelPreparation.Pause;
        await using var host = Host();
        _provisioner.Error = new ModelDownloadException("EDGE_DOWNLOAD_UNREACHABLE", "The server is away.", "Wait.", isTransient: true);
        _provisioner.FailuresLeft = 2;

        host.PrepareInBackground(ModelTiming.FirstUse, ModelTiming.Background);

        await _provisioner.Succeeded.Task.WaitAsync(Cancellation);
        _provisioner.Calls.Should().Be(3);
        _clock.Skipped.Should().Equal(ModelPreparation.Pause, ModelPreparation.Pause);
    }

    [Fact]
    public async Task A_failure_that_stays_is_not_tried_again_in_the_background()
    {
        _clock.SkipsWaitsUpTo = ModelPreparation.Pause;
        await using var host = Host();
        _provisioner.Error = new ModelOfflineException("edge-tiny", "models");

        host.PrepareInBackground(ModelTiming.FirstUse, ModelTiming.Background);
        host.PrepareInBackground(ModelTiming.FirstUse, ModelTiming.Background);
        await FluentActions.Awaiting(() => host.UseAsync(Cancellation).AsTask()).Should().ThrowAsync<ModelOfflineException>();
        await host.StopLoadingAsync();

        _clock.Skipped.Should().BeEmpty();
    }

    [Fact]
    public async Task A_model_that_is_not_ready_is_loaded_by_the_first_who_asks_whether_it_is()
    {
        await using var host = Host();

        host.TryPrepare().Should().BeFalse();
        host.State.Phase.Should().NotBe(ModelPhase.Idle);
        (await host.UseAsync(Cancellation)).Dispose();

        host.TryPrepare().Should().BeTrue();
        _provisioner.Calls.Should().Be(1);
    }

    [Fact]
    public async Task When_loading_has_stopped_a_loaded_model_can_be_used_and_an_unloaded_one_is_refused()
    {
        await using var loaded = Host();
        await using var cold = Host();
        await AskAsync(loaded);

        await Task.WhenAll(loaded.StopLoadingAsync(), cold.StopLoadingAsync());

        await AskAsync(loaded);
        await FluentActions.Awaiting(() => cold.UseAsync(Cancellation).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => cold.UseAsync(TimeSpan.Zero, Cancellation).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await loaded.UnloadAsync(Cancellation);
        await FluentActions.Awaiting(() => loaded.UseAsync(Cancellation).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    /// <summary>Removes what the model folder has of the model, which fails while the model is leased.</summary>
    private async Task RemoveAsync()
    {
        Directory.CreateDirectory(Path.Combine(_models.Path, "edge-tiny"));
        await _store.RemoveAsync("edge-tiny", Cancellation);
    }

    private ModelHost Host(TimeSpan? idleTimeout = null)
    {
        var options = new InferenceOptions { MaxConcurrency = 1, Threads = 1, IdleTimeout = idleTimeout };
        return new(new ModelLoader(EdgeModels.EdgeTiny, options, _provisioner, _store, NullLoggerFactory.Instance, _clock), _memory, new(() => null), _clock);
    }

    private static async Task AskAsync(ModelHost host)
    {
        using var use = await host.UseAsync(Cancellation);
        (await Prompts.AnswerAsync(use.Model, "What is the capital of France?")).Should().Be("The capital of France is Paris.");
    }
}
