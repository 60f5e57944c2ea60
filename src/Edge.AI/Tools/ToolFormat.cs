using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>How one family of models writes tool calls. A format has no state, so one object serves all requests.</summary>
internal abstract class ToolFormat
{
    /// <summary>Returns the possible beginnings of calls.</summary>
    public abstract IReadOnlyList<CallOpener> Openers(ToolSet tools);

    /// <summary>The texts of control tokens that may occur in a call.</summary>
    public abstract IReadOnlyList<string> Markers { get; }

    /// <summary>The end of the last call; empty for none.</summary>
    public abstract string End { get; }

    public virtual CallIdStyle CallIds => CallIdStyle.Any;

    /// <summary>Parses text that begins with one of <see cref="Openers(ToolSet)"/>; null if more text is needed.</summary>
    /// <param name="text">The text, from the opener on.</param>
    /// <param name="isEnd">Whether the text is complete.</param>
    /// <param name="tools">The offered tools.</param>
    public abstract CallReading? Read(string text, bool isEnd, ToolSet tools);

    /// <summary>Returns the grammar of all calls of an answer, as the right side of a rule.</summary>
    public abstract string Describe(CallGrammar grammar);

    /// <summary>Writes calls of earlier turns, for a template that cannot write them.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="avoid">Texts at which a template would cut the turn, such as markers of reasoning. Formats that write JSON or Python escape them.</param>
    public abstract PromptText Write(IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<string> avoid);

    /// <summary>Returns a text for the system message that explains the tools; null if the template does that.</summary>
    public virtual PromptText? Explain(ToolSet tools) => null;

    /// <summary>Joins pieces of text. Those with an even index belong to the format, the others are input.</summary>
    protected static PromptText Mix(params ReadOnlySpan<string> pieces)
    {
        var segments = new PromptSegment[pieces.Length];
        for (var i = 0; i < pieces.Length; i++)
            segments[i] = new(pieces[i], i % 2 == 0 ? TextOrigin.Template : TextOrigin.Input);
        return new(segments);
    }
}
