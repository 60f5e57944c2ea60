using System.Collections.Concurrent;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Chat.Grammar;

/// <summary>The grammars of response formats, each made once: an app asks for few, and for the same ones again and again.</summary>
internal sealed class ResponseGrammars(ILogger<ResponseGrammars> logger)
{
    private const int MaxKept = 100;

    private readonly ConcurrentDictionary<string, GrammarConstraint> _kept = new(StringComparer.Ordinal);

    /// <summary>The grammar of answers in this format.</summary>
    /// <exception cref="EdgeOptionException">No JSON value can satisfy the schema.</exception>
    public GrammarConstraint For(ChatResponseFormatJson format)
    {
        var key = format.Schema?.GetRawText() ?? "";
        if (_kept.TryGetValue(key, out var known))
            return known;
        if (_kept.Count >= MaxKept)
            _kept.Clear(); // whoever makes schemas up as it goes gains nothing from old ones
        return _kept[key] = Compile(format);
    }

    private GrammarConstraint Compile(ChatResponseFormatJson format)
    {
        var builder = new GbnfBuilder(logger);
        var root = builder.AddResponse("root", format);
        return new(builder.ToString(), root);
    }
}
