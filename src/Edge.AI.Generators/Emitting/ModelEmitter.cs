using Edge.AI.Catalog.Parsing;
using Edge.AI.Generators.Model;

namespace Edge.AI.Generators.Emitting;

/// <summary>Writes the members for one model. All types are fully qualified, because a model's property may be named System or Edge.</summary>
internal static class ModelEmitter
{
    public static string Property(ModelMember member) => $$"""
        /// <summary>{{XmlDoc.Summary(member.Model)}}</summary>
        /// <remarks>{{XmlDoc.Remarks(member.Model)}}</remarks>
        [global::Edge.AI.GeneratedModel({{string.Join(", ", Facts(member))}})]
        public static global::Edge.AI.EdgeModel {{member.Name}} { get; } = new global::Edge.AI.EdgeModel
        {
        {{Lines.Indent(Lines.Of(Values(member.Name, member.Model)))}}
        };
        """;

    public static string Property(AliasMember alias) => $$"""
        /// <summary>The same as <see cref="{{alias.ModelName}}"/>: {{XmlDoc.Escape(alias.DisplayName)}}.</summary>
        public static global::Edge.AI.EdgeModel {{alias.Name}} => {{alias.ModelName}};
        """;

    public static string Constant(ModelMember member) => $"""
        /// <summary>{XmlDoc.Escape(member.Model.DisplayName)}.</summary>
        public const string {member.Name} = {Literal.Of(member.Model.Id)};
        """;

    public static string Constant(AliasMember alias) => $"""
        /// <summary>Finds {XmlDoc.Escape(alias.DisplayName)}.</summary>
        public const string {alias.Name} = {Literal.Of(alias.Alias)};
        """;

    /// <summary>The attribute that the analyzer reads, in this compilation and in those that reference it.</summary>
    private static IEnumerable<string> Facts(ModelMember member) =>
        [$"Ids.{member.Name}", Capabilities(member.Model), .. member.Model.Aliases.Select(Literal.Of)];

    private static IEnumerable<string> Values(string name, ManifestModel model)
    {
        yield return $"Id = Ids.{name},";
        yield return $"DisplayName = {Literal.Of(model.DisplayName)},";
        if (model.License is not null)
            yield return $"License = {Literal.Of(model.License)},";
        yield return $"ContextLength = {Literal.Of(model.ContextLength)},";
        yield return $"Capabilities = {Capabilities(model)},";
        yield return $$"""
            Files = new global::Edge.AI.ModelFile[]
            {
            {{Lines.Indent(Lines.Of(model.Files.Select(File)))}}
            },
            """;

        if (model.Aliases.Count > 0)
            yield return $"Aliases = {Literal.Array("string", model.Aliases.Select(Literal.Of))},";
        if (model.Family is not null)
            yield return $"Family = {Literal.Of(model.Family)},";
        if (model.Parameters is not null)
            yield return $"Parameters = {Literal.Of(model.Parameters)},";
        if (model.Quantization is not null)
            yield return $"Quantization = {Literal.Of(model.Quantization)},";
        if (model.Homepage is not null)
            yield return $"Homepage = {Literal.Uri(model.Homepage)},";
        if (model.Chat is { } chat)
            yield return $"Chat = {Chat(chat)},";
        if (model.Embeddings is { } embeddings)
            yield return $"Embeddings = {Embeddings(embeddings)},";
    }

    private static string Capabilities(ManifestModel model) =>
        string.Join(" | ", model.Capabilities.Select(name => $"global::Edge.AI.ModelCapabilities.{Identifiers.Pascal(name)}"));

    private static string File(ManifestFile file)
    {
        var digest = file.Sha256 is { } digits ? $", Digest = global::Edge.AI.Sha256Digest.Parse({Literal.Of(digits)})" : "";
        var mirrors = file.Mirrors.Count > 0 ? $", Mirrors = {Literal.Array("global::System.Uri", file.Mirrors.Select(Literal.Uri))}" : "";
        return $"new global::Edge.AI.ModelFile {{ Name = {Literal.Of(file.Name)}, Source = {Literal.Uri(file.Url)}, Size = {Literal.Of(file.Size)}{digest}{mirrors} }},";
    }

    private static string Chat(ManifestChat chat)
    {
        var template = chat.Template is null ? "" : $" Template = {Literal.Of(chat.Template)},";
        return $$"""new global::Edge.AI.ModelChatSettings {{{template}} Stop = {{Literal.Array("string", chat.Stop.Select(Literal.Of))}} }""";
    }

    private static string Embeddings(ManifestEmbeddings embeddings)
    {
        var query = embeddings.QueryPrefix is { } before ? $" QueryPrefix = {Literal.Of(before)}," : "";
        var document = embeddings.DocumentPrefix is { } title ? $" DocumentPrefix = {Literal.Of(title)}," : "";
        return $$"""new global::Edge.AI.ModelEmbeddingSettings {{{query}}{{document}} Dimensions = {{Literal.Array("int", embeddings.Dimensions.Select(length => Literal.Of(length)))}} }""";
    }
}
