namespace Edge.AI.Catalog.Parsing;

/// <summary>Turns the text of a manifest into models and problems. The generator and the running catalogue both start here.</summary>
internal static class ManifestParser
{
    /// <summary>In UTF-16 characters: room for some ten thousand models.</summary>
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
