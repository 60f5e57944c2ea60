using System.Globalization;
using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Cli.Manifests;

/// <summary>A manifest as text: what is wrong with it, where its addresses stand, and how a model is written into it.</summary>
/// <param name="path">The file, as the user named it.</param>
/// <param name="text">Its text.</param>
internal sealed class ManifestText(string path, string text)
{
    private const string Empty = "{\n  \"schemaVersion\": 1,\n  \"models\": []\n}\n";

    public string Path => path;

    public ParsedManifest Parsed { get; } = ManifestParser.Parse(text);

    /// <exception cref="ManifestException">The file is not UTF-8.</exception>
    public static ManifestText Read(string path) => new(path, ManifestFileText.Read(path));

    public static ManifestText ReadOrBegin(string path) => UserFile.Exists(path) ? Read(path) : new(path, Empty);

    /// <summary>Every address on the web that a file may be fetched from, with the size that it should have.</summary>
    public IEnumerable<PromisedSize> Addresses() =>
        from model in Items<JsonObject>(Property(Root(), "models"))
        from file in Items<JsonObject>(Property(model, "files"))
        let size = long.TryParse((Property(file, "size") as JsonNumber)?.Text, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0
        from address in Items<JsonString>(Property(file, "mirrors")).Prepend(Property(file, "url") as JsonString).OfType<JsonString>()
        where size > 0 && ModelRules.PageProblem(address.Text) is null
        select new PromisedSize(new(address.Text), size, address.Span);

    /// <summary>The manifest with one more model at the end, everything else as it was.</summary>
    /// <param name="entry">The model as JSON, indented for the given unit.</param>
    /// <exception cref="ManifestException">The manifest has errors already.</exception>
    /// <exception cref="EdgeAIException">The model does not go with the others.</exception>
    public ManifestText With(Func<string, string> entry)
    {
        if (FirstError() is { } broken)
            throw new ManifestException(path, broken.Span.Line, broken.Span.Column, broken.Message);

        var added = new ManifestText(path, new ModelInsertion(text, Property(Root(), "models")!.Span.Offset).Insert(entry));
        return added.FirstError() is { } clash
            ? throw new EdgeAIException(EdgeErrorCodes.ManifestInvalid, $"{path} would not be valid: {clash.Message}", "Name the model otherwise with --id, or take the other one out of the manifest.")
            : added;
    }

    public void Write() => UserFile.Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    private ManifestProblem? FirstError() => Parsed.Problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error);

    private JsonValue? Root() => new JsonReader(text, new()).Read();

    private static JsonValue? Property(JsonValue? value, string name) =>
        (value as JsonObject)?.Properties.FirstOrDefault(property => property.Name.Text == name)?.Value;

    private static IEnumerable<T> Items<T>(JsonValue? value) => (value as JsonArray)?.Items.OfType<T>() ?? [];
}

/// <summary>An address of a manifest, the size that its file should have, and where it stands.</summary>
internal sealed record PromisedSize(Uri Address, long Size, SourceSpan Place);
