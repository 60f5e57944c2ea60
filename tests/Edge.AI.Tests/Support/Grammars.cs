using System.Text.Json;
using Edge.AI.Chat.Grammar;
using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Tests.Support;

/// <summary>Asks what a schema's grammar takes.</summary>
internal static class Grammars
{
    public static GrammarConstraint Of(string schema, ILogger? logger = null) => Of(JsonElement.Parse(schema), logger);

    public static GrammarConstraint Of(JsonElement schema, ILogger? logger = null)
    {
        var builder = new GbnfBuilder(logger);
        var root = builder.AddSchema("root", schema);
        return new(builder.ToString(), root);
    }

    /// <summary>Whether the grammar takes this text as a whole.</summary>
    public static bool Takes(this LoadedModel noise, GrammarConstraint grammar, string text)
    {
        var match = new GrammarMatch(grammar.Compile(), noise.Vocabulary);
        return noise.Vocabulary.Tokenize(text, addSpecial: false, parseSpecial: false).All(match.TryAccept) && match.TryAccept(Testing.Gguf.Vocabulary.EndId);
    }
}
