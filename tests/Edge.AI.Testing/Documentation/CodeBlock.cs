using System.Globalization;
using System.Text.RegularExpressions;

namespace Edge.AI.Testing;

/// <summary>
/// A fenced block of a Markdown page. The words after the language are its marks, which readers do not see:
/// <c>run</c> (the tests run it), <c>continues</c> (it follows the previous block of C#), <c>background</c> (a shell command that runs until the page ends),
/// <c>output</c> (what the block above prints), and <c>file=NAME</c> (the reader saves it under this name).
/// </summary>
/// <param name="Page">The path of the page, from the root of the repository.</param>
/// <param name="Line">The line on which the block begins, from 1.</param>
/// <param name="Language">The language; empty if the block has none.</param>
/// <param name="Marks">The words after the language.</param>
/// <param name="Text">The text, with a line break at its end.</param>
public sealed partial record CodeBlock(string Page, int Line, string Language, IReadOnlyList<string> Marks, string Text)
{
    public bool IsRun => Has("run");

    public bool IsShell => Language is "sh" or "console";

    public string? FileName => Marks.FirstOrDefault(mark => mark.StartsWith("file=", StringComparison.Ordinal))?["file=".Length..];

    public bool Has(string mark) => Marks.Contains(mark);

    /// <summary>The blocks of a page, from top to bottom.</summary>
    public static IReadOnlyList<CodeBlock> Read(string root, string page) => Parse(page, File.ReadAllText(Path.Combine(root, page)).ReplaceLineEndings("\n"));

    public static IReadOnlyList<CodeBlock> Parse(string page, string text) =>
        [.. from match in Fence().Matches(text)
            let info = match.Groups["info"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            let indent = match.Groups["indent"].Value
            let lines = match.Groups["text"].Value.Split('\n').Select(line => line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line)
            select new CodeBlock(page, text.AsSpan(0, match.Index).Count('\n') + 1, info.FirstOrDefault(""), info.Skip(1).ToArray(), string.Join('\n', lines))];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Page}:{Line}");

    [GeneratedRegex(@"^(?<indent> *)```(?<info>[^`\n]*)\n(?<text>.*?)^\k<indent>```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();
}
