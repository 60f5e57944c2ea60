using System.Globalization;
using System.Text.RegularExpressions;

namespace Edge.AI.Documentation.Tests.Names;

/// <summary>The tables in which readers choose a model, compared with the catalogue.</summary>
public sealed partial class ModelTableTests
{
    [Fact]
    public void The_README_states_how_many_models_there_are() => TextOf("README.md").Should().Contain(string.Create(CultureInfo.InvariantCulture, $"All {ModelCatalog.BuiltIn.Count} models are in "));

    [Theory]
    [InlineData("README.md", 4)]
    [InlineData("docs/embeddings.md", 5)]
    public void The_sizes_of_models_are_those_of_the_catalogue(string page, int least)
    {
        var rows = Row().Matches(TextOf(page)).Where(row => Id().IsMatch(row.Groups["ids"].Value)).ToArray();

        rows.Length.Should().BeGreaterThanOrEqualTo(least);
        rows.SelectMany(row => Id().Matches(row.Groups["ids"].Value).Select(id => (Id: id.Groups["id"].Value, Size: row.Groups["size"].Value))).Where(model => !Fits(model.Id, model.Size))
            .Should().BeEmpty($"{page} states these sizes, and the catalogue has others, or no such model");
    }

    [Fact]
    public void The_table_of_embedding_models_has_all_of_them_with_lengths_and_licence()
    {
        var rows = EmbeddingRow().Matches(TextOf("docs/embeddings.md")).Select(row => row.Groups["cells"].Value.Split(" | ").ToArray());

        rows.Select(cells => string.Join(" | ", cells[0], cells[2], cells[3], cells[4])).Should().BeEquivalentTo(
            ModelCatalog.BuiltIn.Where(model => model.Capabilities.HasFlag(ModelCapabilities.Embeddings)).Select(model => string.Create(
                CultureInfo.InvariantCulture, $"`{model.Id}` | {string.Join(", ", model.Embeddings!.Dimensions.Select(length => length.ToString("N0", CultureInfo.InvariantCulture)))} | {model.ContextLength:N0} | {model.License}")));
    }

    /// <summary>A size such as <c>0.5 GB</c>, or <c>2.4–2.5 GB</c> for several models, with the digits that it has.</summary>
    private static bool Fits(string id, string size)
    {
        var unit = size.EndsWith("GB", StringComparison.Ordinal) ? 1e9 : 1e6;
        var bounds = size.Split(' ')[0].Split('–');
        var digits = bounds[0].Contains('.', StringComparison.Ordinal) ? bounds[0].Split('.')[1].Length : 0;
        return ModelCatalog.BuiltIn.TryGet(id, out var model)
            && Math.Round(model.Size / unit, digits) is var stated && stated >= Number(bounds[0]) && stated <= Number(bounds[^1]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string TextOf(string page) => File.ReadAllText(Path.Combine(Pages.Root, page)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\| (?<ids>[^\n]+?) \| (?<size>[\d.]+(–[\d.]+)? (GB|MB)) \|", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<id>[a-z0-9.-]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"^\| (?<cells>`[a-z0-9.-]+` \| \d+ MB \| [^\n]+) \|$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmbeddingRow();
}
