using Edge.AI.Cli.Models;
using Edge.AI.Gguf;
using Edge.AI.Templates;

namespace Edge.AI.Cli.Templates;

/// <summary>Finds a chat template: in a file, in a manifest, or in a model's file.</summary>
internal static class TemplateSource
{
    /// <param name="session">The session.</param>
    /// <param name="name">A file or a model.</param>
    /// <param name="hasTools">Whether tools are offered. Some model files have a separate template for tools.</param>
    /// <param name="cancellationToken">Cancels the search for the model.</param>
    public static async Task<ChatTemplate> FindAsync(Session session, string name, bool hasTools, CancellationToken cancellationToken)
    {
        if (name.EndsWith(".jinja", StringComparison.OrdinalIgnoreCase))
            return ChatTemplate.Parse(File.ReadAllText(name), name);

        return session.Catalog.TryGet(name, out var model) && model.Chat?.Template is { } own
            ? ChatTemplate.Parse(own, model.Id)
            : OfFile(await session.LocateAsync(name, cancellationToken), hasTools);
    }

    private static ChatTemplate OfFile(PlacedModel model, bool hasTools)
    {
        using var file = File.OpenRead(model.Path);
        var header = GgufFile.Read(file, file.Length, Path.GetFileName(model.Path));
        var source = (hasTools ? header.ToolTemplate ?? header.ChatTemplate : header.ChatTemplate ?? header.ToolTemplate)
            ?? throw new ModelValidationException(model.Id, "has no chat template.", "Set chat.template in its manifest entry, or use a file that ends with .jinja.");
        return ChatTemplate.Parse(source, model.Id);
    }
}
