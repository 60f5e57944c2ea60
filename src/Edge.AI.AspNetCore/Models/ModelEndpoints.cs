using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Protection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Edge.AI.AspNetCore.Models;

/// <summary>Maps the catalogue and the control of downloads.</summary>
internal static class ModelEndpoints
{
    public static RouteGroupBuilder Map(RouteGroupBuilder group, bool hasPrefix, Guard guard, IServiceProvider services)
    {
        var provisioner = services.GetService<IModelProvisioner>()
            ?? throw new InvalidOperationException("No models are registered. Call AddEdgeChatClient or AddEdgeModelProvisioning before MapEdgeModels.");
        var requests = new CatalogRequests(
            services.GetRequiredService<ModelCatalog>(), provisioner, services.GetRequiredService<IDownloadQueue>(), services.GetRequiredService<IModelStore>(), new(provisioner, services.GetService<IHostApplicationLifetime>()), guard.Options, guard.Time);
        var routes = new ProtectedRoutes(group, guard, WriteErrorAsync);
        routes.Get("", requests.ListAsync, "Lists the models of the catalogue.").WithMetadata(new ApiRoot(ApiKind.Models));
        routes.Get("/{id}", requests.GetAsync, "Gets one model.");
        routes.Get("/{id}/progress", requests.WatchAsync, "Streams the progress of a model.");
        routes.Post("/{id}/download", requests.DownloadAsync, "Starts the download of a model.");
        routes.Post("/{id}/pause", requests.PauseAsync, "Pauses a download.");
        routes.Post("/{id}/resume", requests.ResumeAsync, "Resumes a download.");
        routes.Post("/{id}/cancel", requests.CancelAsync, "Cancels a download and keeps its bytes.");
        routes.Delete("/{id}", requests.DeleteAsync, "Deletes a model from the disk.");
        routes.Preflight();
        if (hasPrefix)
            routes.Unknown();
        group.WithTags("Models");
        return group;
    }

    private static Task WriteErrorAsync(HttpContext context, ApiError error) => TypedResults.Problem(
        error.Message,
        statusCode: error.Status,
        extensions: error.Code is null ? null : new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = error.Code }).ExecuteAsync(context);
}
