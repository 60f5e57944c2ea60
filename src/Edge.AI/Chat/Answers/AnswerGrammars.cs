using System.Collections.Concurrent;
using Edge.AI.Chat.Tools;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Chat.Answers;

/// <summary>The grammars of answers, each made once: an app offers few tools and asks for few formats, and for the same ones again and again.</summary>
internal sealed class AnswerGrammars(ILogger<AnswerGrammars> logger)
{
    private const int MaxKept = 100;

    private readonly ConcurrentDictionary<Key, GrammarConstraint> _kept = [];

    /// <summary>Checks a response format before anything expensive begins.</summary>
    /// <exception cref="EdgeOptionException">No JSON value can satisfy its schema.</exception>
    public void Demand(ChatResponseFormatJson? response) => For(AnswerFormat.Plain, tools: null, response, isThinking: false);

    /// <summary>The grammar of a model's answers; see <see cref="AnswerGrammar.For"/>. Null if they may be anything.</summary>
    /// <exception cref="EdgeOptionException">No JSON value can satisfy a schema.</exception>
    public GrammarConstraint? For(AnswerFormat format, ToolSet? tools, ChatResponseFormatJson? response, bool isThinking)
    {
        if (tools is null && response is null)
            return null;

        var key = new Key(tools is null ? format with { Tools = AnswerFormat.Plain.Tools } : format, tools?.Key, response is null ? null : response.Schema?.GetRawText() ?? "", isThinking);
        if (_kept.TryGetValue(key, out var known))
            return known;
        if (_kept.Count >= MaxKept)
            _kept.Clear(); // whoever makes schemas up as it goes gains nothing from old ones
        return _kept[key] = AnswerGrammar.For(format, tools, response, isThinking, logger);
    }

    /// <summary>All that a grammar depends on.</summary>
    private sealed record Key(AnswerFormat Format, string? Tools, string? Response, bool IsThinking);
}
