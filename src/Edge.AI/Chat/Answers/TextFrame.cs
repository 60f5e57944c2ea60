namespace Edge.AI.Chat.Answers;

/// <summary>The markers around the text of an answer.</summary>
/// <param name="Start">The marker that begins a message. In a grammar it is optional.</param>
/// <param name="Open">The markers before the text of an answer. In a grammar they are optional.</param>
/// <param name="Others">Other markers that are not part of the text.</param>
internal sealed record TextFrame(string Start, IReadOnlyList<string> Open, IReadOnlyList<string> Others)
{
    /// <summary>The channels of gpt-oss. Two of them are text for the user: the commentary before tool calls, and the answer.</summary>
    private static readonly TextFrame Channels = new(
        "<|start|>assistant", ["<|channel|>final<|message|>", "<|channel|>final <|constrain|>json<|message|>", "<|channel|>final<|constrain|>json<|message|>"], ["<|channel|>commentary<|message|>", "<|end|>"]);

    public IReadOnlyList<string> Markers { get; } = [Start, .. Open, .. Others];

    /// <summary>Returns the frame that occurs in a template; null if there is none.</summary>
    public static TextFrame? Find(string source) => source.Contains(Channels.Open[0], StringComparison.Ordinal) ? Channels : null;
}
