using System.Globalization;
using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Cli.Manifests;

/// <summary>A manifest as text: its problems, the positions of its addresses, and the insertion of a model.</summary>
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

    /// <summary>Returns every web address of a file, with the size in the manifest.</summary>
    public IEnumerable<PromisedSize> Addresses() =>
        from model in Items<JsonObject>(Property(Root(), "models"))
        from file in Items<JsonObject>(Property(model, "files"))
        let size = long.TryParse((Property(file, "size") as JsonNumber)?.Text, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0
        from address in Items<JsonString>(Property(file, "mirrors")).Prepend(Property(file, "url") as JsonString).OfType<JsonString>()
        where size > 0 && ModelRules.PageProblem(address.Text) is null
        select new PromisedSize(new(address.Text), size, address.Span);

    /// <summary>Returns the manifest with one more model at the end and everything else unchanged.</summary>
    /// <param name="entry">The model as JSON, indented for the given unit.</param>
    /// <exception cref="ManifestException">The manifest already has errors.</exception>
    /// <exception cref="EdgeAIException">The model conflicts with another one.</exception>
    public ManifestText With(Func<string, string> entry)
    {
        if (FirstError() is { } broken)
            throw new ManifestException(path, broken.Span.Line, broken.Span.Column, broken.Message);

        var added = new ManifestText(path, new ModelInsertion(text, Property(Root(), "models")!.Span.Offset).Insert(entry));
        return added.FirstError() is { } clash
            ? throw new EdgeAIException(EdgeErrorCodes.ManifestInvalid, $"{path} would not be valid: {clash.Message}", "Choose another id with --id, or remove the other model from the manifest.")
            : added;
    }

    public void Write() => UserFile.Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    private ManifestProblem? FirstError() => Parsed.Problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error);

    private JsonValue? Root() => new JsonReader(text, new()).Read();

    private static JsonValue? Property(JsonValue? value, string name) =>
        (value as JsonObject)?.Properties.FirstOrDefault(property => property.Name.Text == name)?.Value;

    private static IEnumerable<T> Items<T>(JsonValue? value) => (value as JsonArray)?.Items.OfType<T>() ?? [];
}

/// <summary>An address of a manifest, the size of its file, and the position.</summary>
internal sealed record PromisedSize(Uri Address, long Size, SourceSpan Place);
