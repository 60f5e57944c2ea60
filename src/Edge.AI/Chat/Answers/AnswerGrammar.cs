using Edge.AI.Chat.Reasoning;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Chat.Answers;

/// <summary>Writes the grammar of an answer, so that tool calls can be parsed and match their schemas, or so that the answer is the requested JSON.</summary>
internal static class AnswerGrammar
{
    private const string Root = "root";

    /// <summary>
    /// Returns the grammar of a request with tools or a response format. If a call is required, it allows only calls, after the reasoning. If the answer must be JSON, it allows JSON
    /// or calls. Otherwise it allows any text until a call begins.
    /// </summary>
    /// <param name="format">The format of the model's answers.</param>
    /// <param name="tools">The tools that are offered; null for none.</param>
    /// <param name="response">The format of an answer that is not a call; null for any text.</param>
    /// <param name="isReasoning">Whether the prompt ends inside the reasoning.</param>
    /// <param name="logger">Receives a note for each part of a schema that a grammar cannot enforce.</param>
    /// <param name="cancellationToken">Cancels compiling.</param>
    /// <exception cref="EdgeOptionException">No JSON value satisfies a schema.</exception>
    public static GrammarConstraint For(AnswerFormat format, ToolSet? tools, ChatResponseFormatJson? response, bool isReasoning, ILogger logger, CancellationToken cancellationToken = default)
    {
        var gbnf = Write(format, tools, response, isReasoning, new(logger, new(cancellationToken)));
        return new(Parse(gbnf, () => Write(format, tools, response, isReasoning, new(logger, GrammarLimits.AnyJson(cancellationToken))), cancellationToken))
        {
            Triggers = IsLazy(tools, response) ? [.. format.Tools.Openers(tools!).Select(opener => GrammarConstraint.Trigger(opener.Pattern))] : [],
        };
    }

    /// <summary>The caller knows schemas, not a grammar. If all schemas together ask for more than can be enforced, each value may be any JSON.</summary>
    private static Grammar Parse(string gbnf, Func<string> anyJson, CancellationToken cancellationToken)
    {
        try
        {
            return Grammar.Parse(gbnf, Root, cancellationToken);
        }
        catch (EdgeOptionException)
        {
            return Grammar.Parse(anyJson(), Root, cancellationToken);
        }
    }

    private static bool IsLazy(ToolSet? tools, ChatResponseFormatJson? response) => response is null && tools is { IsRequired: false };

    private static string Write(AnswerFormat format, ToolSet? tools, ChatResponseFormatJson? response, bool isReasoning, GbnfBuilder builder)
    {
        builder.Reserve(Root); // so that no tool gets the name
        List<string> choices = [];
        if (tools is not null)
            choices.Add(format.Tools.Describe(new(builder, tools)));
        if (response is not null && tools is not { IsRequired: true })
            choices.Add(Text(builder.AddResponse("response", response), format.Frame));

        var answer = choices is [var only] ? only : $"({string.Join(" | ", choices)})";
        builder.Define(Root, IsLazy(tools, response) ? answer : ReasoningBefore(answer, format.Reasoning, isReasoning, builder));
        return builder.ToString();
    }

    private static string Text(string text, TextFrame? frame) =>
        frame is null ? text : $"{GbnfBuilder.Literal(frame.Start)}? ({string.Join(" | ", frame.Open.Select(GbnfBuilder.Literal))})? {text}";

    private static string ReasoningBefore(string answer, ReasoningFormat? reasoning, bool isReasoning, GbnfBuilder builder)
    {
        if (reasoning is null)
            return answer;

        var inside = $"{TextRules.Until(builder, reasoning.Close)} {builder.Share("reasoning-space", CallGrammar.SpacePattern)}";
        return isReasoning ? $"{inside} {answer}" : $"({GbnfBuilder.Literal(reasoning.Open)} {inside})? {answer}";
    }
}
