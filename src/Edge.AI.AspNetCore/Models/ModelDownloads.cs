using Microsoft.Extensions.Hosting;

namespace Edge.AI.AspNetCore.Models;

/// <summary>Downloads that clients have started. They continue when the client has left, and end with the app; the bytes on disk are kept.</summary>
internal sealed class ModelDownloads(IModelProvisioner provisioner, IHostApplicationLifetime? lifetime)
{
    /// <summary>Starts a download. A second start while it runs has no effect.</summary>
    public void Start(EdgeModel model) => _ = RunAsync(model);

    private async Task RunAsync(EdgeModel model)
    {
        try
        {
            await provisioner.EnsureAsync(model, cancellationToken: lifetime?.ApplicationStopping ?? default).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is EdgeAIException or OperationCanceledException)
        {
            // Who watches the progress sees the error, and the provisioner has logged it.
        }
    }
}
