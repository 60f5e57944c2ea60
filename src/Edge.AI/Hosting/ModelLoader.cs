using Edge.AI.Embeddings;
using Edge.AI.Inference;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Hosting;

/// <summary>Provisions one model and loads it into memory.</summary>
internal sealed class ModelLoader(EdgeModel model, InferenceOptions options, IModelProvisioner provisioner, IModelStore store, ILoggerFactory loggers, TimeProvider time)
{
    public EdgeModel Model => model;

    public ILogger Logger { get; } = loggers.CreateLogger(HostingLog.Category);

    public TimeSpan? IdleTimeout => options.IdleTimeout;

    /// <summary>Brings the model's files onto this machine.</summary>
    /// <param name="readiness">Learns the progress.</param>
    /// <param name="cancellationToken">Cancels the work; downloaded bytes are kept.</param>
    public Task<ProvisionedModel> ProvisionAsync(ModelReadiness readiness, CancellationToken cancellationToken) =>
        provisioner.EnsureAsync(model, new DownloadLog(Logger, time, readiness), cancellationToken);

    /// <summary>Brings the model's files onto this machine, and loads them.</summary>
    /// <param name="readiness">Learns the progress of the download.</param>
    /// <param name="load">Its share of the memory budget, which belongs to the loaded model.</param>
    /// <param name="cancellationToken">Cancels the work; downloaded bytes are kept.</param>
    public async Task<HeldModel> LoadAsync(ModelReadiness readiness, ModelLoad load, CancellationToken cancellationToken)
    {
        // The lease is taken before the model is provisioned, so that no other process deletes the files before they are loaded.
        var lease = await store.LeaseAsync(model, cancellationToken).ConfigureAwait(false);
        try
        {
            return new(await LoadVerifiedAsync(readiness, load, cancellationToken).ConfigureAwait(false), lease, load);
        }
        catch
        {
            lease.Dispose();
            load.Dispose();
            throw;
        }
    }

    /// <summary>
    /// llama.cpp opens files by their paths. If other programs can write to the folder, a path may lead to another file than the verified one. So the files are compared with
    /// the verified ones after loading, including the time of the last change of their metadata, which no program can set back.
    /// </summary>
    /// <exception cref="ModelStorageException">The files were changed during loading, twice.</exception>
    private async Task<ResidentModel> LoadVerifiedAsync(ModelReadiness readiness, ModelLoad load, CancellationToken cancellationToken)
    {
        for (var isLast = false; ; isLast = true)
        {
            var provisioned = await ProvisionAsync(readiness, cancellationToken).ConfigureAwait(false);
            var started = time.GetTimestamp();
            load.Report(0);
            var loaded = await LoadTrace.FollowAsync(model, () => LoadIntoMemoryAsync(provisioned, load, cancellationToken)).ConfigureAwait(false);
            if (!provisioned.HasChanged())
            {
                var elapsed = time.GetElapsedTime(started);
                HostingLog.Loaded(Logger, model.Id, elapsed);
                return loaded;
            }

            await loaded.DisposeAsync().ConfigureAwait(false);
            if (isLast)
                throw new ModelStorageException(provisioned.Folder, $"the files of '{model.Id}' were changed while they were loaded.", "Find out which other program writes to the model folder, then try again.");

            HostingLog.FilesChanged(Logger, model.Id, provisioned.Folder);
        }
    }

    private async Task<ResidentModel> LoadIntoMemoryAsync(ProvisionedModel provisioned, ModelLoad load, CancellationToken cancellationToken) => options.Embeds
        ? await EmbeddingModel.LoadAsync(provisioned.Path, options with { ModelId = model.Id }, loggers, load, cancellationToken).ConfigureAwait(false)
        : await LoadedModel.LoadAsync(provisioned.Path, options with { ModelId = model.Id, ModelDigest = DigestOf(provisioned) }, loggers, load, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns the digests of the verified files, or a description of files without one; null if nothing needs it.</summary>
    private string? DigestOf(ProvisionedModel provisioned) => options.PromptCacheDirectory is null
        ? null
        : string.Join(' ', model.Files.Zip(provisioned.Files, (file, path) => file.Digest?.ToString() ?? StateKey.DescriptionOf(path)));

    public async Task UnloadAsync(HeldModel held, string reason)
    {
        await held.DisposeAsync().ConfigureAwait(false);
        HostingLog.Unloaded(Logger, model.Id, reason);
    }
}
