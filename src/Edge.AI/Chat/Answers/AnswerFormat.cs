using Edge.AI.Chat.Reasoning;
using Edge.AI.Tools;

namespace Edge.AI.Chat.Answers;

/// <summary>How a model sets off what is not text in its answers.</summary>
/// <param name="Tools">How it calls tools.</param>
/// <param name="Reasoning">How it thinks; null if it does not.</param>
/// <param name="Frame">What it writes around text; null for nothing.</param>
internal sealed record AnswerFormat(ToolFormat Tools, ReasoningFormat? Reasoning, TextFrame? Frame = null)
{
    /// <summary>Text and nothing else, but for calls in the generic format.</summary>
    public static AnswerFormat Plain { get; } = new(ToolFormats.Generic, Reasoning: null);

    /// <summary>All texts that control tokens may have a part in.</summary>
    public IEnumerable<string> Markers =>
    [
        .. Tools.Markers,
        .. Frame?.Markers ?? [],
        .. Reasoning is null ? Enumerable.Empty<string>() : [Reasoning.Open, Reasoning.Close],
    ];

    /// <summary>What may come between texts. A model whose text has a frame may think again after it has said something.</summary>
    public IEnumerable<string> Separators => Frame is null ? [] : Reasoning is null ? Frame.Markers : [.. Frame.Markers, Reasoning.Open];
}
