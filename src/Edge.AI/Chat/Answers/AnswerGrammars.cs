using System.Collections.Concurrent;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Chat.Answers;

/// <summary>The grammars of answers, each compiled once. An app offers few tools and few response formats, and sends the same ones again and again.</summary>
internal sealed class AnswerGrammars(ILogger<AnswerGrammars> logger)
{
    private const int MaxKept = 100;

    /// <summary>The most characters of all grammars that are kept. With everything made of them, they take a few hundred megabytes at most.</summary>
    private const long MaxLength = 5_000_000;

    private readonly ConcurrentDictionary<Key, GrammarConstraint> _kept = [];
    private long _length;

    /// <summary>Validates a response format, before anything expensive begins.</summary>
    /// <exception cref="EdgeOptionException">No JSON value satisfies the schema.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Validate(ChatResponseFormatJson? response, CancellationToken cancellationToken = default) => For(AnswerFormat.Plain, tools: null, response, isReasoning: false, cancellationToken);

    /// <summary>Returns a caller's own grammar for an answer.</summary>
    /// <param name="gbnf">The grammar.</param>
    /// <param name="reasoningEnd">The marker after which the grammar applies; null if it applies from the first token.</param>
    /// <param name="cancellationToken">Cancels parsing.</param>
    /// <exception cref="EdgeOptionException">The grammar is not valid.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public GrammarConstraint Own(string gbnf, string? reasoningEnd = null, CancellationToken cancellationToken = default) => Keep(
        new(Format: null, reasoningEnd, gbnf, IsReasoning: false),
        () => reasoningEnd is null ? new(Grammar.Parse(gbnf, cancellationToken: cancellationToken)) : GrammarConstraint.Behind(reasoningEnd, Own(gbnf, reasoningEnd: null, cancellationToken).Grammar, cancellationToken));

    /// <summary>Returns the grammar of a model's answers; see <see cref="AnswerGrammar.For"/>. Null if an answer may be any text.</summary>
    /// <exception cref="EdgeOptionException">No JSON value satisfies a schema.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public GrammarConstraint? For(AnswerFormat format, ToolSet? tools, ChatResponseFormatJson? response, bool isReasoning, CancellationToken cancellationToken = default)
    {
        if (tools is null && response is null)
            return null;

        return Keep(
            new(tools is null ? format with { Tools = AnswerFormat.Plain.Tools } : format, tools?.Key, response is null ? null : response.Schema?.GetRawText() ?? "", isReasoning),
            () => AnswerGrammar.For(format, tools, response, isReasoning, logger, cancellationToken));
    }

    private GrammarConstraint Keep(Key key, Func<GrammarConstraint> compile)
    {
        if (_kept.TryGetValue(key, out var known))
            return known;

        var compiled = compile();
        var length = compiled.Grammar.Gbnf.Length;
        if (_kept.Count >= MaxKept || Interlocked.Add(ref _length, length) > MaxLength)
        {
            _kept.Clear(); // an app with a new schema for each request gains nothing from old ones
            Interlocked.Exchange(ref _length, length);
        }

        return _kept[key] = compiled;
    }

    /// <summary>Everything that a grammar depends on.</summary>
    /// <param name="Format">The format of answers; null for a caller's own grammar.</param>
    /// <param name="Tools">The key of the tools, or the marker before a caller's own grammar.</param>
    /// <param name="Text">The JSON schema, or the caller's own grammar.</param>
    /// <param name="IsReasoning">Whether the prompt ends inside the reasoning.</param>
    private sealed record Key(AnswerFormat? Format, string? Tools, string? Text, bool IsReasoning);
}
