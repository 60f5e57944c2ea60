using Edge.AI.Chat.Thoughts;
using Edge.AI.Chat.Tools;

namespace Edge.AI.Chat.Answers;

/// <summary>How a model sets off what is not text in its answers.</summary>
/// <param name="Tools">How it calls tools.</param>
/// <param name="Thoughts">How it thinks; null if it does not.</param>
internal sealed record AnswerFormat(ToolFormat Tools, ThoughtFormat? Thoughts)
{
    /// <summary>All texts that control tokens may have a part in.</summary>
    public IEnumerable<string> Markers => Thoughts is null ? Tools.Markers : [.. Tools.Markers, Thoughts.Open, Thoughts.Close];
}
