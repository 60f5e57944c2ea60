namespace Edge.AI.Catalog.Parsing;

/// <summary>Reads one model of a manifest.</summary>
internal sealed class ModelReader(ProblemList problems)
{
    /// <summary>The model. It must not be used if reading it reported an error.</summary>
    public ManifestModel Read(JsonObject source)
    {
        var model = new ObjectReader(source, ManifestProperties.Model, problems);
        return new(
            Id: model.Text("id", ProblemIds.Name, ModelRules.NameProblem),
            DisplayName: model.Text("displayName", ProblemIds.Text, ModelRules.TextProblem),
            License: model.OptionalText("license", ProblemIds.Text, ModelRules.TextProblem),
            ContextLength: unchecked((int)model.Integer("contextLength", ProblemIds.ContextLength, ModelRules.ContextLengthProblem)),
            Capabilities: Capabilities(model),
            Files: Files(model),
            Aliases: model.Texts("aliases", ProblemIds.Name, ModelRules.NameProblem),
            Family: model.OptionalText("family", ProblemIds.Text, ModelRules.TextProblem),
            Parameters: model.OptionalText("parameters", ProblemIds.Text, ModelRules.TextProblem),
            Quantization: model.OptionalText("quantization", ProblemIds.Text, ModelRules.TextProblem),
            Homepage: model.OptionalText("homepage", ProblemIds.Url, ModelRules.PageProblem),
            Chat: Chat(model),
            Embeddings: Embeddings(model));
    }

    private EquatableList<string> Capabilities(ObjectReader model)
    {
        ExpectItems(model, "capabilities");
        return model.Texts("capabilities", ProblemIds.Capability, ModelRules.CapabilityProblem);
    }

    private EquatableList<ManifestFile> Files(ObjectReader model)
    {
        ExpectItems(model, "files");
        var files = new List<ManifestFile>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var named = new List<JsonString>();
        var total = 0L;
        foreach (var source in model.Items<JsonObject>("files", "an object"))
        {
            var properties = new ObjectReader(source, ManifestProperties.File, problems);
            var file = File(properties);
            files.Add(file);

            if (properties.Peek<JsonString>("name") is { } name)
            {
                named.Add(name);
                if (!names.Add(name.Text))
                    problems.Add(ProblemIds.FileNameClash, name.Span, ModelRules.FileNameClash(name.Text));
            }

            if (properties.Peek<JsonNumber>("size") is { } size && ModelRules.TotalSizeProblem(ref total, file.Size) is { } problem)
                problems.Add(ProblemIds.Size, size.Span, problem);
        }

        // If the list ends at a syntax error, the other parts may come after it.
        if (model.Peek<JsonArray>("files") is { IsComplete: true } && SplitNames.Problem([.. named.Select(name => name.Text)]) is var (index, missing))
            problems.Add(ProblemIds.PartMissing, named[index].Span, missing);

        return new(files);
    }

    private static ManifestFile File(ObjectReader file) => new(
        Name: file.Text("name", ProblemIds.FileName, ModelRules.FileNameProblem),
        Url: file.Text("url", ProblemIds.Url, ModelRules.SourceProblem),
        Size: file.Integer("size", ProblemIds.Size, ModelRules.SizeProblem),
        Sha256: file.OptionalText("sha256", ProblemIds.Digest, ModelRules.DigestProblem)?.ToLowerInvariant(),
        Mirrors: file.Texts("mirrors", ProblemIds.Url, ModelRules.SourceProblem));

    private ManifestChat? Chat(ObjectReader model)
    {
        if (model.Value<JsonObject>("chat", "an object") is not { } source)
            return null;

        var chat = new ObjectReader(source, ManifestProperties.Chat, problems);
        return new(
            Template: chat.OptionalText("template", ProblemIds.Text, ModelRules.ChatTextProblem),
            Stop: chat.Texts("stop", ProblemIds.Text, ModelRules.ChatTextProblem));
    }

    private ManifestEmbeddings? Embeddings(ObjectReader model)
    {
        if (model.Value<JsonObject>("embeddings", "an object") is not { } source)
            return null;

        var embeddings = new ObjectReader(source, ManifestProperties.Embeddings, problems);
        var dimensions = new EquatableList<int>(embeddings.Integers("dimensions", ProblemIds.Dimensions, ModelRules.DimensionProblem).Select(length => unchecked((int)length)));
        if (ModelRules.DimensionsProblem(dimensions) is { } problem && embeddings.Peek<JsonArray>("dimensions") is { } list)
            problems.Add(ProblemIds.Dimensions, list.Span, problem);

        return new(
            dimensions,
            QueryPrefix: embeddings.OptionalText("queryPrefix", ProblemIds.Text, ModelRules.ChatTextProblem),
            DocumentPrefix: embeddings.OptionalText("documentPrefix", ProblemIds.Text, ModelRules.ChatTextProblem));
    }

    private void ExpectItems(ObjectReader model, string name)
    {
        if (model.Peek<JsonArray>(name) is { Items.Count: 0 } list)
            problems.Add(ProblemIds.EmptyList, list.Span, $"'{name}' must have at least one item.");
    }
}
