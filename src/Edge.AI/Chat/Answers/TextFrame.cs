namespace Edge.AI.Chat.Answers;

/// <summary>What a model writes around text that is no part of it.</summary>
/// <param name="Start">What begins a message; a grammar lets it come before the text of an answer, or not.</param>
/// <param name="Open">What comes before the text of an answer; a grammar lets it come, or not.</param>
/// <param name="Others">What else is not shown.</param>
internal sealed record TextFrame(string Start, IReadOnlyList<string> Open, IReadOnlyList<string> Others)
{
    /// <summary>The channels of gpt-oss, of which users see two: what it says before it calls tools, and its answer.</summary>
    private static readonly TextFrame Channels = new(
        "<|start|>assistant", ["<|channel|>final<|message|>", "<|channel|>final <|constrain|>json<|message|>", "<|channel|>final<|constrain|>json<|message|>"], ["<|channel|>commentary<|message|>", "<|end|>"]);

    public IReadOnlyList<string> Markers { get; } = [Start, .. Open, .. Others];

    /// <summary>The frame that a template speaks of; null if text has none.</summary>
    public static TextFrame? Find(string source) => source.Contains(Channels.Open[0], StringComparison.Ordinal) ? Channels : null;
}
