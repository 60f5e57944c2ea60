using System.Collections.Concurrent;
using Edge.AI.Grammars;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Chat.Answers;

/// <summary>The grammars of answers, each made once: an app offers few tools and asks for few formats, and for the same ones again and again.</summary>
internal sealed class AnswerGrammars(ILogger<AnswerGrammars> logger)
{
    private const int MaxKept = 100;

    /// <summary>Characters of all that are kept; with what is made of them they take a few hundred megabytes at most.</summary>
    private const long MaxLength = 5_000_000;

    private readonly ConcurrentDictionary<Key, GrammarConstraint> _kept = [];
    private long _length;

    /// <summary>Checks a response format before anything expensive begins.</summary>
    /// <exception cref="EdgeOptionException">No JSON value can satisfy its schema.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Demand(ChatResponseFormatJson? response, CancellationToken cancellationToken = default) => For(AnswerFormat.Plain, tools: null, response, isReasoning: false, cancellationToken);

    /// <summary>The grammar of a model's answers; see <see cref="AnswerGrammar.For"/>. Null if they may be anything.</summary>
    /// <exception cref="EdgeOptionException">No JSON value can satisfy a schema.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public GrammarConstraint? For(AnswerFormat format, ToolSet? tools, ChatResponseFormatJson? response, bool isReasoning, CancellationToken cancellationToken = default)
    {
        if (tools is null && response is null)
            return null;

        var key = new Key(tools is null ? format with { Tools = AnswerFormat.Plain.Tools } : format, tools?.Key, response is null ? null : response.Schema?.GetRawText() ?? "", isReasoning);
        if (_kept.TryGetValue(key, out var known))
            return known;

        var grammar = AnswerGrammar.For(format, tools, response, isReasoning, logger, cancellationToken);
        if (_kept.Count >= MaxKept || Interlocked.Add(ref _length, grammar.Gbnf.Length) > MaxLength)
        {
            _kept.Clear(); // whoever makes schemas up as it goes gains nothing from old ones
            Interlocked.Exchange(ref _length, grammar.Gbnf.Length);
        }

        return _kept[key] = grammar;
    }

    /// <summary>All that a grammar depends on.</summary>
    private sealed record Key(AnswerFormat Format, string? Tools, string? Response, bool IsReasoning);
}
