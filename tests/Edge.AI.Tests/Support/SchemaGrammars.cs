using System.Text;
using System.Text.Json;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Native;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Tests.Support;

/// <summary>Tests texts against the grammar of a schema.</summary>
internal static class SchemaGrammars
{
    public static Grammar Of(string schema, ILogger? logger = null) => Of(JsonElement.Parse(schema), logger);

    public static Grammar Of(JsonElement schema, ILogger? logger = null)
    {
        var builder = new GbnfBuilder(logger);
        var root = builder.AddSchema("root", schema);
        return Grammar.Parse(builder.ToString(), root);
    }

    /// <summary>Whether the grammar accepts the whole text.</summary>
    public static bool Takes(this LoadedModel noise, Grammar grammar, string text)
    {
        var match = new GrammarMatch(grammar, noise.Vocabulary);
        return noise.Vocabulary.Tokenize(text, addSpecial: false, parseSpecial: false).All(match.TryAccept) && match.TryAccept(Enumerable.Range(0, noise.Vocabulary.Size).First(noise.Vocabulary.IsEndOfGeneration));
    }

    /// <summary>The part of the text, from its beginning, that the grammar accepts.</summary>
    public static string TakenOf(this LoadedModel noise, Grammar grammar, string text)
    {
        var match = new GrammarMatch(grammar, noise.Vocabulary);
        return Encoding.UTF8.GetString([.. noise.Vocabulary.Tokenize(text, addSpecial: false, parseSpecial: false).TakeWhile(match.TryAccept).SelectMany(token => BytesOf(noise.Vocabulary, token))]);
    }

    private static byte[] BytesOf(Edge.AI.Native.Vocabulary vocabulary, int token)
    {
        Span<byte> bytes = stackalloc byte[256];
        return bytes[..Math.Max(0, vocabulary.WritePiece(token, bytes))].ToArray();
    }
}
