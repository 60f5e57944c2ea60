using Edge.AI.Hosting;
using Edge.AI.Provisioning;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Hosting;

public sealed class ModelHostTests : IDisposable
{
    private readonly TemporaryFolder _models = new();
    private readonly Provisioner _provisioner = new();
    private readonly ModelLeases _leases;

    public ModelHostTests() => _leases = ModelProvisioning.CreateLeases(new() { ModelDirectory = _models.Path }, TimeProvider.System);

    public void Dispose() => _models.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_that_come_together_share_one_load()
    {
        await using var host = Host();

        var loaded = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.GetAsync(Cancellation).AsTask()));

        loaded.Distinct().Should().ContainSingle();
        _provisioner.Calls.Should().Be(1);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await using var host = Host();
        _provisioner.Error = new ModelOfflineException("edge-tiny", "models");
        await FluentActions.Awaiting(() => host.GetAsync(Cancellation).AsTask()).Should().ThrowAsync<ModelOfflineException>();

        _provisioner.Error = null;

        (await host.GetAsync(Cancellation)).Should().NotBeNull();
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_end_it_for_others()
    {
        await using var host = Host();
        _provisioner.Gate = new();
        using var impatient = new CancellationTokenSource();
        var leaving = host.GetAsync(impatient.Token).AsTask();
        var staying = host.GetAsync(Cancellation).AsTask();

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
        var leaving = host.GetAsync(impatient.Token).AsTask();

        await impatient.CancelAsync();
        await FluentActions.Awaiting(() => leaving).Should().ThrowAsync<OperationCanceledException>();

        await _provisioner.Cancelled.Task.WaitAsync(Cancellation);
        _provisioner.Gate = null;
        (await host.GetAsync(Cancellation)).Should().NotBeNull();
        _provisioner.Calls.Should().Be(2);
    }

    [Fact]
    public async Task A_disposed_host_has_unloaded_its_model_and_refuses()
    {
        var host = Host();
        var loaded = await host.GetAsync(Cancellation);
        var prompt = Prompts.Ask(loaded, "hello");

        await host.DisposeAsync();

        FluentActions.Invoking(() => loaded.Generate(Prompts.Greedy(prompt))).Should().Throw<ObjectDisposedException>();
        await FluentActions.Awaiting(() => host.GetAsync(Cancellation).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_loaded_model_can_not_be_deleted_and_an_unloaded_one_can()
    {
        var store = ModelProvisioning.CreateStore(new() { ModelDirectory = _models.Path }, TimeProvider.System, NullLoggerFactory.Instance);
        Directory.CreateDirectory(Path.Combine(_models.Path, "edge-tiny"));
        var host = Host();
        await host.GetAsync(Cancellation);

        await store.Invoking(it => it.RemoveAsync("edge-tiny", Cancellation)).Should().ThrowAsync<ModelStorageException>().WithMessage("*in use*");
        await host.DisposeAsync();
        await store.RemoveAsync("edge-tiny", Cancellation);

        Directory.Exists(Path.Combine(_models.Path, "edge-tiny")).Should().BeFalse();
    }

    [Fact]
    public async Task A_load_that_fails_holds_nothing()
    {
        await using var host = Host();
        _provisioner.Error = new ModelOfflineException("edge-tiny", "models");
        await FluentActions.Awaiting(() => host.GetAsync(Cancellation).AsTask()).Should().ThrowAsync<ModelOfflineException>();

        using var alone = _leases.TryExclude("edge-tiny");

        alone.Should().NotBeNull();
    }

    [Fact]
    public void Clients_with_equal_options_share_a_model_and_others_do_not()
    {
        var pool = new ModelHostPool(_provisioner, _leases, NullLoggerFactory.Instance, TimeProvider.System);

        var host = pool.Get(EdgeModels.EdgeTiny, new() { ContextSize = 512 });

        pool.Get(EdgeModels.EdgeTiny with { }, new() { ContextSize = 512 }).Should().BeSameAs(host);
        pool.Get(EdgeModels.EdgeTiny, new() { ContextSize = 256 }).Should().NotBeSameAs(host);
        pool.Get(EdgeModels.Phi3, new() { ContextSize = 512 }).Should().NotBeSameAs(host);
    }

    private ModelHost Host() => new(EdgeModels.EdgeTiny, new() { MaxConcurrency = 1, Threads = 1 }, _provisioner, _leases, NullLoggerFactory.Instance, TimeProvider.System);

    /// <summary>Hands out the model beside the tests, when the test lets it.</summary>
    private sealed class Provisioner : IModelProvisioner
    {
        private int _calls;

        public int Calls => _calls;

        public TaskCompletionSource Cancelled { get; } = new();

        public Exception? Error { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public async Task<ProvisionedModel> EnsureAsync(EdgeModel model, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _calls);
            using var registration = cancellationToken.Register(() => Cancelled.TrySetResult());
            if (Gate is { } gate)
                await Task.WhenAny(gate.Task, Cancelled.Task);
            cancellationToken.ThrowIfCancellationRequested();
            return Error is null ? new(model, Path.GetDirectoryName(TinyModel.Path)!, [TinyModel.Path]) : throw Error;
        }

        public ProvisioningStatus GetStatus(EdgeModel model) => throw new NotSupportedException();

        public IAsyncEnumerable<ProvisioningProgress> WatchAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public void SetPriority(EdgeModel model, DownloadPriority priority) => throw new NotSupportedException();

        public Task PauseAllAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task ResumeAllAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task CancelAllAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task PauseAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task ResumeAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task CancelAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
