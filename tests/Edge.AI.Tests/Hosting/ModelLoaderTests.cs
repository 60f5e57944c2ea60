using Edge.AI.Disk;
using Edge.AI.Hosting;
using Edge.AI.Inference;
using Edge.AI.Testing;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Hosting;

public sealed class ModelLoaderTests : IDisposable
{
    private readonly TemporaryFolder _models = new();
    private readonly LogLines _log = new();

    public void Dispose()
    {
        _models.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public async Task What_was_replaced_between_verifying_and_loading_is_verified_and_loaded_again(int replacements, int calls)
    {
        var provisioner = new Replacing(replacements);

        await using (await LoadAsync(provisioner))
            provisioner.Calls.Should().Be(calls);

        _log.Lines.Count(line => line.Id.Id == 5003).Should().Be(replacements);
    }

    [Fact]
    public async Task What_is_replaced_again_and_again_is_not_used()
    {
        var provisioner = new Replacing(int.MaxValue);

        await provisioner.Invoking(LoadAsync).Should().ThrowAsync<ModelStorageException>();

        Directory.CreateDirectory(Path.Combine(_models.Path, "edge-tiny"));
        await Store().RemoveAsync("edge-tiny", TestContext.Current.CancellationToken); // The lease ended with the attempt: a leased model cannot be removed.
    }

    private async Task<HeldModel> LoadAsync(IModelProvisioner provisioner)
    {
        var (loader, budget) = (LoaderOf(provisioner), new ModelBudget(() => null));
        using var memory = new MemoryWatch(() => new(1000, 500), _log, TimeProvider.System);
        await using var host = new ModelHost(loader, memory, budget, TimeProvider.System);
        return await loader.LoadAsync(new(), new(host, new(), budget), TestContext.Current.CancellationToken);
    }

    private IModelStore Store() => ModelProvisioner.Create(new() { ModelDirectory = _models.Path }, _log).Store;

    private ModelLoader LoaderOf(IModelProvisioner provisioner) =>
        new(EdgeModels.EdgeTiny, new InferenceOptions { MaxConcurrency = 1, Threads = 1, ContextSize = 64 }, provisioner, Store(), _log, TimeProvider.System);

    /// <summary>Has verified another file than the one that is there by the time it is loaded, so many times.</summary>
    private sealed class Replacing(int replacements) : IModelProvisioner
    {
        public int Calls { get; private set; }

        public Task<ProvisionedModel> EnsureAsync(EdgeModel model, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            var stamp = FileStamp.Of(TinyModel.Path)!;
            if (Calls++ < replacements)
                stamp = stamp with { ModifiedUtc = stamp.ModifiedUtc.AddSeconds(-1) };

            return Task.FromResult(new ProvisionedModel { Model = model, Folder = Path.GetDirectoryName(TinyModel.Path)!, Files = [TinyModel.Path], Stamps = [stamp] });
        }

        public ProvisioningStatus GetStatus(EdgeModel model) => throw new NotSupportedException();

        public IAsyncEnumerable<ProvisioningProgress> WatchAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
