using System.Text;
using Edge.AI.AspNetCore.Answers;

namespace Edge.AI.AspNetCore.OpenAI.Responses;

/// <summary>A message or reasoning that is being written.</summary>
/// <param name="id">The id of the item.</param>
/// <param name="isReasoning">Whether it is reasoning.</param>
internal sealed class OpenItem(string id, bool isReasoning)
{
    private readonly StringBuilder _text = new();

    public string Id => id;

    /// <summary>Gets the name that events of this kind of text begin with.</summary>
    public string EventName => isReasoning ? "response.reasoning_text" : "response.output_text";

    public string Text => _text.ToString();

    /// <summary>Gets the text as a part of the item.</summary>
    public OutputContent Part => PartOf(Text);

    public OutputContent EmptyPart => PartOf("");

    public static OpenItem For(AnswerPart part) => part is ReasoningPart ? new(NewId("rs"), isReasoning: true) : new(NewId("msg"), isReasoning: false);

    public static OutputItem Call(CallPart call, string status = "completed") => new(NewId("fc"), "function_call", status) { CallId = call.Id, Name = call.Name, Arguments = call.Arguments };

    public bool Takes(AnswerPart part) => part is ReasoningPart == isReasoning && part is not CallPart;

    /// <summary>Adds the text of a part, and returns it.</summary>
    public string Append(AnswerPart part)
    {
        var text = part is ReasoningPart reasoning ? reasoning.Text : ((TextPart)part).Text;
        _text.Append(text);
        return text;
    }

    /// <summary>Returns the item as it is now.</summary>
    public OutputItem Item(string status, bool isEmpty = false)
    {
        IReadOnlyList<OutputContent> content = isEmpty ? [] : [Part];
        return isReasoning ? new(id, "reasoning", status) { Summary = [], Content = content } : new(id, "message", status) { Role = "assistant", Content = content };
    }

    private static string NewId(string kind) => $"{kind}_{Guid.NewGuid():N}";

    private OutputContent PartOf(string text) => isReasoning ? new("reasoning_text", text) : new("output_text", text) { Annotations = [] };
}
