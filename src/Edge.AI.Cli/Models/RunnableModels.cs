using Edge.AI.Cli.Sources;

namespace Edge.AI.Cli.Models;

/// <summary>Finds models that can be loaded.</summary>
internal static class RunnableModels
{
    /// <summary>Finds a model by its name. It may have to be downloaded.</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">A GGUF file, a model of the Hugging Face hub (<c>hf:OWNER/REPO[:QUANT][@REVISION]</c>), or a model of the catalogue or of the model folder.</param>
    /// <param name="cancellationToken">Cancels the requests to the hub.</param>
    /// <exception cref="EdgeAIException">There is no such model, or it cannot be used.</exception>
    public static async Task<EdgeModel> FindRunnableAsync(this Session session, string name, CancellationToken cancellationToken)
    {
        if (HubName.IsHubName(name))
            return await HubEntry.ReadAsync(HubName.Parse(name), session, cancellationToken);
        if (IsFile(name))
            return EdgeModel.FromFile(name);
        if (session.Catalog.TryGet(name, out var model))
            return model;

        // For example, a model that was pulled from the hub.
        return session.Store.List().FirstOrDefault(stored => stored.Id == name) is { } stored ? EdgeModel.FromFile(stored.Path) with { Id = stored.Id } : session.Catalog.Get(name);
    }

    private static bool IsFile(string name) => File.Exists(name) || name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) || name.AsSpan().ContainsAny('/', '\\');
}
