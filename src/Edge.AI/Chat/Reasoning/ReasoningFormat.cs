namespace Edge.AI.Chat.Reasoning;

/// <summary>The markers around what a model thinks before it answers.</summary>
internal sealed record ReasoningFormat(string Open, string Close)
{
    private static readonly ReasoningFormat[] Known =
    [
        new("<|channel|>analysis<|message|>", "<|end|>") { Sign = "<|channel|>analysis<|message|>", End = "<|end|>" }, // other models end their turns with this marker
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

    /// <summary>The markers of all models, for which templates look in the text of earlier turns to cut reasoning out.</summary>
    public static IReadOnlyList<string> Markers { get; } = [.. Known.SelectMany(format => new[] { format.Open, format.Close }).Distinct(StringComparer.Ordinal)];

    /// <summary>What the reasoning that has become too long is ended with.</summary>
    public string End { get; private init; } = $"\n{Close}\n\n";

    /// <summary>What a template speaks of whose model thinks so.</summary>
    private string Sign { get; init; } = Close;

    /// <summary>The format that a template speaks of; null if it speaks of none.</summary>
    public static ReasoningFormat? Find(string source) => Array.Find(Known, format => source.Contains(format.Sign, StringComparison.Ordinal));

    /// <summary>Whether a prompt ends with the beginning of the reasoning, so that the answer goes on with it.</summary>
    public bool IsOpenAtEndOf(string prompt) => prompt.AsSpan().TrimEnd().EndsWith(Open, StringComparison.Ordinal);
}
