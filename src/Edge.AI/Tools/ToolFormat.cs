using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>How one family of models writes calls of tools. Formats hold no state: one object serves all requests.</summary>
internal abstract class ToolFormat
{
    /// <summary>How calls of these tools begin.</summary>
    public abstract IReadOnlyList<CallOpener> Openers(ToolSet tools);

    /// <summary>The texts of control tokens that may occur in a call.</summary>
    public abstract IReadOnlyList<string> Markers { get; }

    /// <summary>What the last call ends with; empty for nothing.</summary>
    public abstract string End { get; }

    public virtual CallIdStyle CallIds => CallIdStyle.Any;

    /// <summary>Reads what begins with one of <see cref="Openers(ToolSet)"/>; null as long as more must come.</summary>
    /// <param name="text">The text, from the opener on.</param>
    /// <param name="isEnd">Whether no more comes.</param>
    /// <param name="tools">The tools that were offered.</param>
    public abstract CallReading? Read(string text, bool isEnd, ToolSet tools);

    /// <summary>The grammar of all calls of an answer, as the right side of a rule.</summary>
    public abstract string Describe(CallGrammar grammar);

    /// <summary>Writes calls of earlier turns, for a template that cannot write them.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="avoid">Texts at which a template would cut the turn, such as markers of reasoning. Formats that write JSON or Python escape them.</param>
    public abstract PromptText Write(IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<string> avoid);

    /// <summary>What the system has to say about the tools, because the template does not; null if it does.</summary>
    public virtual PromptText? Explain(ToolSet tools) => null;

    /// <summary>Pieces of text of which the even ones are the format's own, the odd ones input.</summary>
    protected static PromptText Mix(params ReadOnlySpan<string> pieces)
    {
        var segments = new PromptSegment[pieces.Length];
        for (var i = 0; i < pieces.Length; i++)
            segments[i] = new(pieces[i], i % 2 == 0 ? TextOrigin.Template : TextOrigin.Input);
        return new(segments);
    }
}
