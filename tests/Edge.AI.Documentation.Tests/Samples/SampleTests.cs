using System.Text.RegularExpressions;

namespace Edge.AI.Documentation.Tests.Samples;

/// <summary>The samples are short enough to be read and copied as a whole, and the README lists them.</summary>
public sealed partial class SampleTests
{
    private const int MaxLines = 60;

    public static TheoryData<string> All { get; } = [.. Directory.GetDirectories(Path.Combine(Pages.Root, "samples")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_sample_has_at_most_60_lines_of_code(string sample) =>
        LinesOf(sample).Should().BeLessThanOrEqualTo(MaxLines, $"readers copy samples/{sample} as a whole. Lines without a letter or digit, comments and using directives do not count");

    [Fact]
    public void The_README_lists_every_sample() =>
        All.Select(sample => $"`samples/{sample.Data}`").Where(sample => !Pages.All.Any(page => (page == "README.md" || page == "docs/fleet.md") && File.ReadAllText(Path.Combine(Pages.Root, page)).Contains(sample, StringComparison.Ordinal)))
            .Should().BeEmpty("the table of samples in README.md has a row for each of them");

    [Theory]
    [InlineData("using System;\n\n// a comment\n/// <summary>Another.</summary>\n", 0)]
    [InlineData("using var host = builder.Build();\nif (ready)\n{\n    Go(); // at once\n}\n", 3)]
    public void Code_is_counted_without_comments_using_directives_and_brackets(string text, int lines) => CodeLines(text).Should().Be(lines);

    private static int LinesOf(string sample) =>
        Directory.EnumerateFiles(Path.Combine(Pages.Root, "samples", sample), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Pages.Root, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj")).Sum(file => CodeLines(File.ReadAllText(file)));

    private static int CodeLines(string text) => text.Split('\n').Count(line => LetterOrDigit().IsMatch(line) && !CommentOrUsing().IsMatch(line));

    [GeneratedRegex(@"\w", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LetterOrDigit();

    [GeneratedRegex(@"^\s*(//|using [\w. =]+;)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommentOrUsing();
}
