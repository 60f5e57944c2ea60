using Edge.AI.Chat.Grammar;
using Edge.AI.Chat.Thoughts;
using Edge.AI.Chat.Tools;
using Edge.AI.Inference;

namespace Edge.AI.Chat.Answers;

/// <summary>What an answer must look like, so that calls can be read and their arguments match the schemas.</summary>
internal static class AnswerGrammar
{
    private const string Root = "root";

    /// <summary>
    /// The grammar of a request: calls only, after a thought, if one is required; else free text until a call begins. Null if anything goes.
    /// </summary>
    /// <param name="format">How the model thinks and calls.</param>
    /// <param name="tools">The tools that are offered; null for none.</param>
    /// <param name="isThinking">Whether the prompt ends within a thought.</param>
    /// <param name="markerTokens">The control tokens that the format needs.</param>
    public static GrammarConstraint? For(AnswerFormat format, ToolSet? tools, bool isThinking, IReadOnlySet<int> markerTokens)
    {
        if (tools is null)
            return null;

        var builder = new GbnfBuilder();
        builder.Reserve(Root); // before a tool takes the name
        var grammar = new CallGrammar(builder, tools);
        var calls = format.Tools.Describe(grammar);
        builder.Define(Root, tools.IsRequired ? ThoughtBefore(calls, format.Thoughts, isThinking, grammar) : calls);
        return new(builder.ToString(), Root, tools.IsRequired ? null : [.. format.Tools.Openers.Select(opener => opener.Pattern)], ControlTokens: [.. markerTokens]);
    }

    private static string ThoughtBefore(string calls, ThoughtFormat? thoughts, bool isThinking, CallGrammar grammar)
    {
        if (thoughts is null)
            return calls;

        var thought = $"{grammar.Until(thoughts.Close)} {grammar.Space}";
        return isThinking ? $"{thought} {calls}" : $"({GbnfBuilder.Literal(thoughts.Open)} {thought})? {calls}";
    }
}
