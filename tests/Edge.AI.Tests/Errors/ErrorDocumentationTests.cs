using System.Text.RegularExpressions;

namespace Edge.AI.Tests.Errors;

public partial class ErrorDocumentationTests
{
    [Fact]
    public void The_documentation_explains_every_code_once()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "errors.md")).Select(line => Row().Match(line)).Where(match => match.Success);

        rows.Select(row => row.Groups["code"].Value).Should().BeEquivalentTo(typeof(EdgeErrorCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!), "docs/errors.md has one row for each code");
    }

    [GeneratedRegex(@"^\| `(?<code>EDGE_\w+)` \| `\w+Exception` \|", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
