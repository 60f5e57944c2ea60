namespace Edge.AI.HostProcess;

/// <summary>Prompts of four kinds: three whose answers repeat them, and free text. The same number gives the same prompt.</summary>
internal static class SpeculationTasks
{
    private static readonly string[] s_names = ["Anna", "Boris", "Carla", "Daniel", "Elena", "Farid", "Greta", "Hugo", "Irene", "Jonas", "Kemal", "Laura", "Mario", "Nadia", "Oskar", "Paula"];

    private static readonly string[] s_cities = ["Berlin", "Lisbon", "Oslo", "Vienna", "Madrid", "Prague", "Dublin", "Athens", "Warsaw", "Zurich"];

    private static readonly string[] s_goods = ["apples", "lamps", "chairs", "books", "bicycles", "tents", "cameras", "carpets", "kettles", "radios"];

    private static readonly string[] s_topics = ["the sea", "a lost key", "how bread is baked", "a walk in the rain", "why birds migrate", "a train at night", "learning to swim", "an old clock", "planting a tree", "the first snow"];

    public static IReadOnlyList<string> Kinds { get; } = ["repeat", "extract", "json", "free"];

    public static string Prompt(string kind, int number)
    {
        var random = new Random(number);
        var letter = string.Join(' ', Enumerable.Range(0, 6).Select(_ => Sentence(random)));
        var (from, to) = (s_cities[random.Next(s_cities.Length)], s_cities[random.Next(s_cities.Length)]);
        var question = kind switch
        {
            "repeat" => $"Repeat the following text word for word, but write {to} instead of {from}. Answer only with the text.\n\n{letter} We will meet again in {from} next year.",
            "extract" => $"Copy all sentences of the following text that contain a number, word for word.\n\n{letter}",
            "json" => $"Write the following records as a JSON array of objects with the keys \"name\", \"city\", \"goods\" and \"count\". Answer only with JSON.\n\n{Records(random)}",
            _ => $"Write a short story about {s_topics[random.Next(s_topics.Length)]} and {s_names[random.Next(s_names.Length)]}.",
        };
        return $"<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n";
    }

    private static string Sentence(Random random) =>
        $"On day {random.Next(1, 29)} {s_names[random.Next(s_names.Length)]} from {s_cities[random.Next(s_cities.Length)]} ordered {random.Next(10, 900)} {s_goods[random.Next(s_goods.Length)]} and asked for a delivery before noon.";

    private static string Records(Random random) => string.Join('\n', Enumerable.Range(0, 6).Select(_ =>
        $"name: {s_names[random.Next(s_names.Length)]} Smith-{random.Next(100, 999)}, city: {s_cities[random.Next(s_cities.Length)]}, goods: {s_goods[random.Next(s_goods.Length)]}, count: {random.Next(10, 900)}"));
}
