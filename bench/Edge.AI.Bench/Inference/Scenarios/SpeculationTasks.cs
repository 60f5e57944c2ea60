using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>Prompts whose answers repeat them, and prompts whose answers do not. Each number gives another prompt.</summary>
internal static class SpeculationTasks
{
    private static readonly string[] s_names = ["Anna Berg", "Tom Miller", "Ines Costa", "Ravi Singh", "Lena Novak", "Paul Dubois", "Mei Tanaka", "Omar Haddad"];
    private static readonly string[] s_cities = ["Oslo", "Lisbon", "Vienna", "Dublin", "Prague", "Athens", "Warsaw", "Helsinki"];
    private static readonly string[] s_things = ["lamp", "bicycle", "kettle", "camera", "violin", "tent", "clock", "mirror"];

    /// <summary>The name of each task, and its prompt for a number.</summary>
    public static IReadOnlyList<(string Name, Func<int, Ask> AskFor)> All { get; } =
    [
        ("repeat with one change", number => Plain($"Copy this text and change nothing except the name of the city, which is now Madrid. Answer with the text only.\n\n{Letter(number)}")),
        ("extraction", number => Plain($"Copy every sentence of this text that contains a number, one per line, word for word.\n\n{Letter(number)}")),
        ("JSON with known values", number => Plain($"Write this order as JSON.\n\n{Letter(number)}") with { JsonSchema = Schema }),
        ("free text", number => Plain($"Write a story about a {Of(s_things, number)} in {Of(s_cities, number / 8 + number)}.")),
    ];

    private const string Schema =
        """
        {"type":"object","additionalProperties":false,"required":["customer","city","order","item","sentences"],"properties":{"customer":{"type":"string"},"city":{"type":"string"},
        "order":{"type":"integer"},"item":{"type":"string"},"sentences":{"type":"array","items":{"type":"string"},"minItems":3,"maxItems":3}}}
        """;

    private const int Tokens = 128;

    private static Ask Plain(string prompt) => new([prompt], Tokens, Seed: null, KeepsText: true, EndsByItself: true);

    private static string Letter(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Of(s_names, number)} from {Of(s_cities, number / 8 + number)} ordered a {Of(s_things, number / 64 + number)} on the {number % 28 + 1}th of May. The order has the number {4711 + number * 37}. The {Of(s_things, number / 64 + number)} arrived after {number % 9 + 2} days, but the box was open and a part was missing. {Of(s_names, number)} called the shop twice and wrote a letter. The shop promised to send the missing part within {number % 5 + 3} days and to pay for the telephone calls.");

    private static string Of(string[] list, int number) => list[number % list.Length];
}
