using Edge.AI.Chat.Templates;
using Edge.AI.Cli.Models;
using Edge.AI.Gguf;

namespace Edge.AI.Cli.Templates;

/// <summary>Finds the template that is meant: a file, what a manifest says, or what a model's file says.</summary>
internal static class TemplateSource
{
    public static async Task<ChatTemplate> FindAsync(Session session, string name, CancellationToken cancellationToken)
    {
        if (name.EndsWith(".jinja", StringComparison.OrdinalIgnoreCase))
            return ChatTemplate.Parse(File.ReadAllText(name), name);

        return session.Catalog.TryFind(name, out var model) && model.Chat?.Template is { } own
            ? ChatTemplate.Parse(own, model.Id)
            : OfFile(await session.LocateAsync(name, cancellationToken));
    }

    private static ChatTemplate OfFile(PlacedModel model)
    {
        using var file = File.OpenRead(model.Path);
        var source = GgufHeader.Read(file, file.Length, Path.GetFileName(model.Path)).ChatTemplate
            ?? throw new ModelValidationException(model.Id, "has no chat template.", "Give it one with chat.template in its manifest entry, or name a file that ends with .jinja.");
        return ChatTemplate.Parse(source, model.Id);
    }
}
