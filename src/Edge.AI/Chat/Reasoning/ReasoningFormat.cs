namespace Edge.AI.Chat.Reasoning;

/// <summary>The markers around the reasoning before an answer.</summary>
internal sealed record ReasoningFormat(string Open, string Close)
{
    private static readonly ReasoningFormat[] Known =
    [
        new("<|channel|>analysis<|message|>", "<|end|>") { Sign = "<|channel|>analysis<|message|>", End = "<|end|>" }, // other models end their turns with this marker, so it is not a sign of the format
        new("<think>", "</think>"),
        new("<|START_THINKING|>", "<|END_THINKING|>"),
        new("[THINK]", "[/THINK]"),
        new("<seed:think>", "</seed:think>"),
        new("<|inner_prefix|>", "<|inner_suffix|>"),
        new("<|channel>thought", "<channel|>"),
        new("<thought>", "</thought>"),
        new("<thinking>", "</thinking>"),
        new("<reasoning>", "</reasoning>"),
    ];

    /// <summary>The markers of all models. Templates search the text of earlier turns for them, to remove the reasoning.</summary>
    public static IReadOnlyList<string> Markers { get; } = [.. Known.SelectMany(format => new[] { format.Open, format.Close }).Distinct(StringComparer.Ordinal)];

    /// <summary>The text that ends a reasoning that is too long.</summary>
    public string End { get; private init; } = $"\n{Close}\n\n";

    /// <summary>A text that occurs in the templates of models with this format.</summary>
    private string Sign { get; init; } = Close;

    /// <summary>Returns the format that occurs in a template; null if there is none.</summary>
    public static ReasoningFormat? Find(string source) => Array.Find(Known, format => source.Contains(format.Sign, StringComparison.Ordinal));

    /// <summary>Whether a prompt ends with the beginning of the reasoning, so that the answer continues it.</summary>
    public bool IsOpenAtEndOf(string prompt) => prompt.AsSpan().TrimEnd().EndsWith(Open, StringComparison.Ordinal);
}
