namespace Edge.AI.Catalog.Parsing;

/// <summary>Reads a manifest, version 1, from its JSON.</summary>
internal sealed class ManifestReader(ProblemList problems)
{
    private const int SupportedVersion = 1;

    /// <summary>The models without any error, in the order of the text.</summary>
    public EquatableList<ManifestModel> Read(JsonValue root)
    {
        if (root is not JsonObject manifest)
        {
            problems.Add(ProblemIds.WrongType, root.Span, $"A manifest must be an object, not {root.Kind}.");
            return EquatableList<ManifestModel>.Empty;
        }

        var properties = new ObjectReader(manifest, ManifestProperties.Manifest, problems);
        properties.Value<JsonString>("$schema", "a string");
        properties.Integer("schemaVersion", ProblemIds.SchemaVersion, VersionProblem);

        // If a model ends at a syntax error, only that error is reported. Further problems of this model would only confuse.
        var sources = properties.Items<JsonObject>("models", "an object").Where(model => model.IsComplete).ToList();
        var clashing = NameClashes.Find(sources, problems);
        var models = sources.Select(source => Model(source, clashing.Contains(source))).ToList();
        return new(models.OfType<ManifestModel>());
    }

    private static string? VersionProblem(long version) => version == SupportedVersion
        ? null
        : $"This version of Edge.AI reads only schemaVersion {SupportedVersion}.";

    private ManifestModel? Model(JsonObject source, bool isClashing)
    {
        var before = problems.ErrorCount;
        var model = new ModelReader(problems).Read(source);
        return isClashing || problems.ErrorCount > before ? null : model;
    }
}
