using System.Globalization;
using Edge.AI.Catalog.Parsing;
using Edge.AI.Common;

namespace Edge.AI.Generators.Emitting;

/// <summary>Writes the documentation comments of a model.</summary>
internal static class XmlDoc
{
    public static string Summary(ManifestModel model)
    {
        var facts = new List<string> { ByteSizeText.Of(model.Files.Sum(file => file.Size)) };
        if (model.Parameters is not null)
            facts.Add($"{model.Parameters} parameters");
        if (model.Quantization is not null)
            facts.Add(model.Quantization);

        return $"{Escape(model.DisplayName)}: {Escape(string.Join(", ", facts))}.";
    }

    public static string Remarks(ManifestModel model)
    {
        var context = model.ContextLength.ToString("N0", CultureInfo.InvariantCulture);
        var facts = $"Licence: {Escape(model.License ?? "not stated")}. Context: {context} tokens. Capabilities: {string.Join(", ", model.Capabilities)}.";
        if (model.Files.Any(file => file.Sha256 is null))
            facts += " Not verified: the manifest has no digest.";

        return model.Homepage is { } page ? $"{facts} <see href=\"{Escape(page)}\">The model's page</see>." : facts;
    }

    /// <summary>The text on one line, without characters that XML reads as markup or does not allow.</summary>
    public static string Escape(string text) => string.Concat(text.Select(Escape));

    private static string Escape(char character) => character switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\uFFFE' or '\uFFFF' => "\uFFFD",
        _ when ModelRules.IsInvisible(character) => " ",
        _ => character.ToString(),
    };
}
