using System.Text.Json;

namespace Edge.AI.Cli.Tests.Support;

/// <summary>The exit code and the output of the tool.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output as JSON lines.</summary>
    public IReadOnlyList<JsonElement> Lines => Parse(Output);

    /// <summary>Standard error as JSON lines.</summary>
    public IReadOnlyList<JsonElement> ErrorLines => Parse(Errors);

    public IReadOnlyList<JsonElement> LinesOf(string type) => [.. Lines.Where(line => line.GetProperty("type").GetString() == type)];

    private static List<JsonElement> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
}
