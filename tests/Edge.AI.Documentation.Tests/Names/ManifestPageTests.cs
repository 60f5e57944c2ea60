using System.Text.Json;
using System.Text.RegularExpressions;

namespace Edge.AI.Documentation.Tests.Names;

/// <summary>The page about the manifest, compared with its schema in both directions. The schema itself is compared with the parser by its tests.</summary>
public sealed partial class ManifestPageTests
{
    private const string Page = "docs/reference/manifest.md";

    private static readonly JsonElement s_schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Pages.Root, "docs", "edgemodels.schema.json"))).RootElement;

    private static readonly string s_example = Pages.Blocks[Page].Single(block => block.FileName is not null).Text;

    [Theory]
    [InlineData("the manifest", null)]
    [InlineData("a model", "model")]
    [InlineData("a file", "file")]
    [InlineData("`chat`", "chat")]
    [InlineData("`embeddings`", "embeddings")]
    public void A_table_has_every_property_and_says_whether_it_is_required(string title, string? definition)
    {
        var schema = definition is null ? s_schema : s_schema.GetProperty("$defs").GetProperty(definition);
        var required = schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal);

        RowsBelow(title).Should().BeEquivalentTo(schema.GetProperty("properties").EnumerateObject().Select(property => (property.Name, required.Contains(property.Name) ? "yes" : "no")), $"{Page} shows the schema");
    }

    [Fact]
    public void The_example_is_a_manifest() => ModelCatalog.Parse(s_example, Page).Select(model => model.Id).Should().Equal("acme-bot", "acme-search");

    [Fact]
    public void The_example_has_every_property() =>
        PropertyName().Matches(s_example).Select(match => match.Groups["name"].Value).Distinct()
            .Should().BeEquivalentTo(Row().Matches(Text()).Select(row => row.Groups["name"].Value).Distinct(), "readers look at the example before the tables");

    private static IEnumerable<(string Name, string Required)> RowsBelow(string title) =>
        Row().Matches(Text().Split($"\n| property of {title} |")[1].Split("\n\n")[0]).Select(row => (row.Groups["name"].Value, row.Groups["required"].Value));

    private static string Text() => File.ReadAllText(Path.Combine(Pages.Root, Page)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\| `(?<name>[\w$]+)` \| (?<required>yes|no) \|", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("\"(?<name>[\\w$]+)\":", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PropertyName();
}
