using Edge.AI.Cli.Models;
using Edge.AI.Gguf;
using Edge.AI.Templates;

namespace Edge.AI.Cli.Templates;

/// <summary>Finds the template that is meant: a file, what a manifest says, or what a model's file says.</summary>
internal static class TemplateSource
{
    /// <param name="session">The session.</param>
    /// <param name="name">A file or a model.</param>
    /// <param name="hasTools">Whether tools are offered: some models' files have a template of its own for that.</param>
    /// <param name="cancellationToken">Cancels looking for the model.</param>
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
            ?? throw new ModelValidationException(model.Id, "has no chat template.", "Give it one with chat.template in its manifest entry, or name a file that ends with .jinja.");
        return ChatTemplate.Parse(source, model.Id);
    }
}
