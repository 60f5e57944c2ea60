using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>Prompts whose answers repeat them, and prompts whose answers do not. Each number gives another prompt.</summary>
internal static class SpeculationTasks
{
    private static readonly string[] s_names = ["Anna Berg", "Tom Miller", "Ines Costa", "Ravi Singh", "Lena Novak", "Paul Dubois", "Mei Tanaka", "Omar Haddad"];
    private static readonly string[] s_cities = ["Oslo", "Lisbon", "Vienna", "Dublin", "Prague", "Athens", "Warsaw", "Helsinki"];
    private static readonly string[] s_things = ["lamp", "bicycle", "kettle", "camera", "violin", "tent", "clock", "mirror"];

    /// <summary>The name of each task, and its prompt for a number. A small model only repeats what it has seen done, so each prompt contains examples.</summary>
    public static IReadOnlyList<(string Name, Func<int, Ask> AskFor)> All { get; } =
    [
        ("repeat with one change", number => Plain(
            $"Write the same letter for every city.\n\nOslo:\n{Letter(number, "Oslo")}\n\nLisbon:\n{Letter(number, "Lisbon")}\n\nMadrid:")),
        ("extraction", number => Plain(
            $"Copy every sentence with a number.\n\n{Extraction(number + 1)} {Numbers(number + 1)}\n\n{Extraction(number + 2)} {Numbers(number + 2)}\n\n{Extraction(number)}")),
        ("JSON with known values", number => Plain(
            $"Write the orders as JSON.\n\n{Orders(number + 7)} {Json(number + 7)}\n\n{Orders(number)}") with { JsonSchema = Schema }),
        ("free text", number => Plain($"Write a story about a {Of(s_things, number)} in {Of(s_cities, number / 8 + number)}.")),
    ];

    private const string Schema =
        """
        {"type":"array","minItems":5,"maxItems":5,"items":{"type":"object","additionalProperties":false,"required":["customer","city","item","number"],"properties":{
        "customer":{"type":"string"},"city":{"type":"string"},"item":{"type":"string"},"number":{"type":"integer"}}}}
        """;

    private const int Tokens = 128;

    private const int OrdersOfAList = 5;

    private static Ask Plain(string prompt) => new([prompt], Tokens, Seed: null, KeepsText: true, EndsByItself: true);

    private static string Extraction(int number) => $"Text: {Letter(number, Of(s_cities, number))}\nSentences:";

    private static string Letter(int number, string city) =>
        $"{Of(s_names, number)} from {city} {Ordered(number)} {Arrived(number)} {Of(s_names, number)} called the shop twice and wrote a letter. {Promised(number)}";

    private static string Numbers(int number) => $"{Of(s_names, number)} from {Of(s_cities, number)} {Ordered(number)} {Arrived(number)} {Promised(number)}";

    private static string Ordered(int number) => string.Create(
        CultureInfo.InvariantCulture, $"ordered a {Of(s_things, number)} on the {number % 28 + 1}th of May. The order has the number {OrderNumber(number)}.");

    private static string Arrived(int number) => string.Create(
        CultureInfo.InvariantCulture, $"The {Of(s_things, number)} arrived after {number % 9 + 2} days, but the box was open and a part was missing.");

    private static string Promised(int number) => string.Create(
        CultureInfo.InvariantCulture, $"The shop promised to send the missing part within {number % 5 + 3} days and to pay for the telephone calls.");

    private static string Orders(int number) =>
        $"Orders:\n{string.Join('\n', List(number).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} from {one.City} ordered a {one.Thing} with the number {one.Number}.")))}\nJSON:";

    private static string Json(int number) => $"[{string.Join(", ", List(number).Select(one => string.Create(
        CultureInfo.InvariantCulture, $$"""{"customer": "{{one.Name}}", "city": "{{one.City}}", "item": "{{one.Thing}}", "number": {{one.Number}}}""")))}]";

    private static IEnumerable<(string Name, string City, string Thing, int Number)> List(int number) =>
        from one in Enumerable.Range(number, OrdersOfAList) select (Of(s_names, one * 5 + 1), Of(s_cities, one * 3 + 1), Of(s_things, one * 7 + 2), OrderNumber(one));

    private static int OrderNumber(int number) => 4711 + number * 37;

    private static string Of(string[] list, int number) => list[number % list.Length];
}
