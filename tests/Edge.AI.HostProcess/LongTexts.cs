using System.Diagnostics;
using System.Text;
using Edge.AI.Native;
using Edge.AI.Testing.Gguf;
using Microsoft.Extensions.Logging.Abstractions;
using Vocabulary = Edge.AI.Native.Vocabulary;

namespace Edge.AI.HostProcess;

/// <summary>Tokenizes long texts with the real llama.cpp, and prints the result of each.</summary>
internal static class LongTexts
{
    private const int ReferenceStack = 1 << 30;

    /// <summary>Tokenizes one text; prints its number of tokens, or the code of the error.</summary>
    public static void Tokenize(string path, string kind, int bytes, int maxTokens)
    {
        using var model = Load(path);
        using var vocabulary = new Vocabulary(model);
        Console.WriteLine(Outcome(vocabulary, LongText.Of(kind, bytes), maxTokens));
    }

    /// <summary>Tokenizes every kind of text with every pre-tokenizer; compares the tokens with llama.cpp's own tokens of the whole text.</summary>
    public static int Compare(string folder, int bytes, IReadOnlyList<string> names)
    {
        var (differ, compared) = (0, 0);
        foreach (var name in names)
        {
            var path = Path.Combine(folder, "vocabulary.gguf");
            MergingVocabulary.Write(path, name);
            using var model = Load(path);
            using var vocabulary = new Vocabulary(model);
            foreach (var kind in LongText.Kinds.Concat(LongText.MoreKinds))
            {
                if (name == "whitespace" && kind is not ("letter" or "digits" or "cjk" or "emoji"))
                    continue; // llama.cpp ends the process at a space

                var text = LongText.Of(kind, bytes);
                var expected = Reference(vocabulary, text);
                var actual = vocabulary.Tokenize(text, addSpecial: false, parseSpecial: false);
                compared++;
                if (actual.AsSpan().SequenceEqual(expected))
                    continue;

                differ++;
                Console.WriteLine($"{name} {kind}: {actual.Length} tokens, not {expected.Length}; the first {actual.AsSpan().CommonPrefixLength(expected)} are equal");
            }
        }

        Console.WriteLine($"{compared} compared, {differ} differ");
        return differ == 0 ? 0 : 1;
    }

    /// <summary>Tokenizes every kind of text with every pre-tokenizer, in one size and in the double size.</summary>
    public static void Measure(string folder, int bytes, int maxTokens, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(folder, "vocabulary.gguf");
            MergingVocabulary.Write(path, name);
            using var model = Load(path);
            using var vocabulary = new Vocabulary(model);
            foreach (var kind in LongText.Kinds)
            {
                if (name == "whitespace" && kind is not ("letter" or "digits" or "cjk" or "emoji"))
                    continue;

                var half = Time(vocabulary, kind, bytes / 2, maxTokens, out _);
                var whole = Time(vocabulary, kind, bytes, maxTokens, out var outcome);
                Console.WriteLine($"{name} {kind}: {outcome}, {whole.TotalMilliseconds:F0} ms, {whole / half:F2} times the half's");
            }
        }
    }

    internal static ModelHandle Load(string path)
    {
        NativeRuntime.Use(null, NullLogger.Instance);
        return ModelHandle.Load(path, new() { VocabularyOnly = true }, NullLogger.Instance, default);
    }

    private static TimeSpan Time(Vocabulary vocabulary, string kind, int bytes, int maxTokens, out string outcome)
    {
        var text = LongText.Of(kind, bytes);
        var started = Stopwatch.GetTimestamp();
        outcome = Outcome(vocabulary, text, maxTokens);
        return Stopwatch.GetElapsedTime(started);
    }

    private static string Outcome(Vocabulary vocabulary, string text, int maxTokens)
    {
        try
        {
            return $"{vocabulary.Tokenize(text, [], addBeginning: false, maxTokens, CancellationToken.None).Length} tokens";
        }
        catch (EdgeAIException error)
        {
            return error.Code;
        }
    }

    /// <summary>llama.cpp's tokens of the whole text in one call, on a stack that is large enough.</summary>
    private static int[] Reference(Vocabulary vocabulary, string text)
    {
        int[] tokens = [];
        var thread = new Thread(() => tokens = vocabulary.TokenizePiece(Encoding.UTF8.GetBytes(text)), ReferenceStack);
        thread.Start();
        thread.Join();
        return tokens;
    }
}
