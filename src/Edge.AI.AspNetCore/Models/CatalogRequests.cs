using Edge.AI.AspNetCore.Clients;
using Edge.AI.AspNetCore.Json;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Models;

/// <summary>Answers requests about the catalogue and the models on disk.</summary>
internal sealed class CatalogRequests(ModelCatalog catalog, IModelProvisioner provisioner, IDownloadQueue queue, IModelStore store, ModelDownloads downloads, EdgeServerOptions options, TimeProvider time)
{
    public Task ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var served = Served(context);
        IReadOnlyList<ModelCard> cards = [.. served.Select(pair => pair.Model).Concat(catalog).DistinctBy(model => model.Id, StringComparer.Ordinal).Select(model => CardOf(model, served))];
        return JsonResponse.WriteAsync(context, cards, ModelsJsonContext.Default.IReadOnlyListModelCard, cancellationToken);
    }

    public Task GetAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var served = Served(context);
        return JsonResponse.WriteAsync(context, CardOf(Find(context, served), served), ModelsJsonContext.Default.ModelCard, cancellationToken);
    }

    public Task DownloadAsync(HttpContext context, CancellationToken cancellationToken) => ChangeAsync(context, downloads.Start, cancellationToken);

    public Task PauseAsync(HttpContext context, CancellationToken cancellationToken) => ChangeAsync(context, queue.Pause, cancellationToken);

    public Task ResumeAsync(HttpContext context, CancellationToken cancellationToken) => ChangeAsync(context, queue.Resume, cancellationToken);

    public async Task CancelAsync(HttpContext context, CancellationToken cancellationToken)
    {
        await queue.CancelAsync(Find(context, Served(context)), cancellationToken).ConfigureAwait(false);
        await ChangeAsync(context, static _ => { }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends every change of a model's progress, until the work has ended.</summary>
    public async Task WatchAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var model = Find(context, Served(context));
        var events = EventStream.Start(new(context, options, time));
        await foreach (var progress in provisioner.WatchAsync(model, cancellationToken).ConfigureAwait(false))
            await events.SendAsync(ModelProgress.Of(progress), ModelsJsonContext.Default.ModelProgress).ConfigureAwait(false);
    }

    public async Task DeleteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var freed = await store.RemoveAsync(Find(context, Served(context)).Id, cancellationToken).ConfigureAwait(false);
        await JsonResponse.WriteAsync(context, new(freed), ModelsJsonContext.Default.ModelDeletion, cancellationToken).ConfigureAwait(false);
    }

    private Task ChangeAsync(HttpContext context, Action<EdgeModel> change, CancellationToken cancellationToken)
    {
        var served = Served(context);
        var model = Find(context, served);
        change(model);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return JsonResponse.WriteAsync(context, CardOf(model, served), ModelsJsonContext.Default.ModelCard, cancellationToken);
    }

    private ModelCard CardOf(EdgeModel model, (string Name, EdgeModel Model)[] served) =>
        ModelCard.Of(model, provisioner.GetStatus(model).Progress, served.FirstOrDefault(pair => pair.Model.Id == model.Id).Name);

    private EdgeModel Find(HttpContext context, (string Name, EdgeModel Model)[] served)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        return served.FirstOrDefault(pair => pair.Model.HasName(id)).Model ?? catalog.Get(id);
    }

    private static (string Name, EdgeModel Model)[] Served(HttpContext context) =>
        [.. ServedModels.Chat(context.RequestServices).Where(model => model.Model is not null).Select(model => (model.Name, model.Model!))];
}
