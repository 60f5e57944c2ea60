using System.Text.Json.Nodes;
using Edge.AI.Testing;

namespace Edge.AI.Templates.Tests;

/// <summary>Renders templates in one line, as tests want it.</summary>
internal static class TemplateRendering
{
    public static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 3, 7, TimeSpan.Zero);

    private const string Variables = """
        {
          "s": "  Hello, Wörld!  ", "t": "line1\nline2\n\n  line4", "n": 5, "f": 2.5, "yes": true, "no": false, "nil": null,
          "l": [3, 1, 2], "ls": ["b", "a", "C"], "d": { "b": 1, "a": 2, "C": 3 }, "emoji": "a😀b",
          "users": [ { "name": "Bob", "age": 30, "tags": ["x"] }, { "name": "alice", "age": 25, "tags": [] }, { "name": "Carl", "age": 30 } ],
          "shadow": { "items": [1, 2] },
          "tree": [ { "v": 1, "c": [ { "v": 2, "c": [] } ] }, { "v": 3, "c": [] } ]
        }
        """;

    public static string Render(string source) => Prompt(source).Text;

    public static PromptText Prompt(string source) => Prompt(source, Variables);

    public static PromptText Prompt(string source, string variables) => ChatTemplate.Parse(source, "test").Render(
        JsonNode.Parse(variables)!.AsObject().ToDictionary(property => property.Key, property => (object?)property.Value, StringComparer.Ordinal),
        new() { Now = Now, Budget = new(TimeSpan.FromSeconds(0.2), clock: new TestClock()) }); // tests count work, not time

    public static string Evaluate(string expression) => Render("{{ " + expression + " }}");
}
