using Edge.AI.Chat.Reasoning;
using Edge.AI.Tools;

namespace Edge.AI.Chat.Answers;

/// <summary>How a model marks the parts of its answers that are not text.</summary>
/// <param name="Tools">The format of tool calls.</param>
/// <param name="Reasoning">The markers of reasoning; null if the model does not reason.</param>
/// <param name="Frame">The markers around text; null for none.</param>
internal sealed record AnswerFormat(ToolFormat Tools, ReasoningFormat? Reasoning, TextFrame? Frame = null)
{
    /// <summary>Only text, and calls in the generic format.</summary>
    public static AnswerFormat Plain { get; } = new(ToolFormats.Generic, Reasoning: null);

    /// <summary>All markers that may contain control tokens.</summary>
    public IEnumerable<string> Markers =>
    [
        .. Tools.Markers,
        .. Frame?.Markers ?? [],
        .. Reasoning is null ? Enumerable.Empty<string>() : [Reasoning.Open, Reasoning.Close],
    ];

    /// <summary>The markers that may separate texts. A model whose text has a frame may reason again after a text.</summary>
    public IEnumerable<string> Separators => Frame is null ? [] : Reasoning is null ? Frame.Markers : [.. Frame.Markers, Reasoning.Open];
}
