namespace Edge.AI.Catalog.Parsing;

/// <summary>Parses the text of a manifest into models and problems. The generator and the catalogue at run time both use it.</summary>
internal static class ManifestParser
{
    /// <summary>In UTF-16 characters; enough for about ten thousand models.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    public static ParsedManifest Parse(string text)
    {
        var problems = new ProblemList();
        var models = EquatableList<ManifestModel>.Empty;
        if (text.Length > MaxLength)
            problems.Add(ProblemIds.Limit, SourceSpan.Start, $"A manifest can have at most {MaxLength} characters. This one has {text.Length}.");
        else if (new JsonReader(text, problems).Read() is { } root)
            models = new ManifestReader(problems).Read(root);

        return new(models, problems.InOrder());
    }
}
