using Edge.AI.Chat.Grammar;
using Edge.AI.Chat.Thoughts;
using Edge.AI.Chat.Tools;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Answers;

/// <summary>What an answer must look like, so that calls can be read and their arguments match the schemas.</summary>
internal static class AnswerGrammar
{
    private const string Root = "root";

    /// <summary>
    /// The grammar of a request with tools: calls only, after a thought, if one is required; calls or JSON, if the answer must be JSON; else free
    /// text until a call begins.
    /// </summary>
    /// <param name="format">How the model thinks and calls.</param>
    /// <param name="tools">The tools that are offered.</param>
    /// <param name="response">What an answer that is no call must look like; null for any text.</param>
    /// <param name="isThinking">Whether the prompt ends within a thought.</param>
    /// <param name="markerTokens">The control tokens that the format needs.</param>
    public static GrammarConstraint For(AnswerFormat format, ToolSet tools, ChatResponseFormatJson? response, bool isThinking, IReadOnlySet<int> markerTokens)
    {
        var builder = new GbnfBuilder();
        builder.Reserve(Root); // before a tool takes the name
        var grammar = new CallGrammar(builder, tools);
        var calls = format.Tools.Describe(grammar);
        var isLazy = !tools.IsRequired && response is null;
        if (!tools.IsRequired && response is not null)
            calls = $"({calls} | {builder.AddResponse("response", response)})";

        builder.Define(Root, isLazy ? calls : ThoughtBefore(calls, format.Thoughts, isThinking, grammar));
        return new(builder.ToString(), Root, isLazy ? [.. format.Tools.Openers.Select(opener => opener.Pattern)] : null, ControlTokens: [.. markerTokens]);
    }

    private static string ThoughtBefore(string calls, ThoughtFormat? thoughts, bool isThinking, CallGrammar grammar)
    {
        if (thoughts is null)
            return calls;

        var thought = $"{grammar.Until(thoughts.Close)} {grammar.Space}";
        return isThinking ? $"{thought} {calls}" : $"({GbnfBuilder.Literal(thoughts.Open)} {thought})? {calls}";
    }
}
