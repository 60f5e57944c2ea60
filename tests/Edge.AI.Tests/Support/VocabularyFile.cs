using System.Text;
using Edge.AI.Native;
using Edge.AI.Testing.Gguf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Support;

/// <summary>A vocabulary in a file, loaded without weights, and the tokens that llama.cpp itself makes with it.</summary>
internal sealed class VocabularyFile : IDisposable
{
    private const int ReferenceStack = 64 << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly ModelHandle _model;

    private VocabularyFile(Action<string> write, int? maxPieceBytes)
    {
        NativeRuntime.Use(null, NullLogger.Instance);
        var path = Path.Combine(_folder.Path, "vocabulary.gguf");
        write(path);
        _model = ModelHandle.Load(path, new() { VocabularyOnly = true }, NullLogger.Instance, default);
        Vocabulary = new(_model);
        if (maxPieceBytes is { } bytes)
        {
            Vocabulary.Dispose();
            Vocabulary = new(_model) { Limits = Vocabulary.Limits with { MaxPieceBytes = bytes } };
        }
    }

    public Edge.AI.Native.Vocabulary Vocabulary { get; }

    public static VocabularyFile Merging(string preTokenizer, int? maxPieceBytes = null, IReadOnlyList<string>? userDefined = null, params (string Key, object Value)[] extra) =>
        new(path => MergingVocabulary.Write(path, preTokenizer, userDefined, extra), maxPieceBytes);

    /// <summary>SentencePiece as in Llama 2, which puts a space before every text.</summary>
    public static VocabularyFile SentencePiece(int? maxPieceBytes = null, IReadOnlyList<string>? userDefined = null, Action<GgufDocument>? change = null) => new(
        path =>
        {
            var gguf = GgufDocument.Read(new RandomLlama { VocabularySize = 1024, UserDefinedTokens = userDefined ?? [] }.ToArray());
            gguf.Metadata["tokenizer.ggml.add_space_prefix"] = true;
            change?.Invoke(gguf);
            File.WriteAllBytes(path, gguf.ToArray());
        },
        maxPieceBytes);

    public int[] Tokenize(string text, bool parseSpecial = false) => Vocabulary.Tokenize(text, addSpecial: false, parseSpecial);

    /// <summary>llama.cpp's tokens of the whole text in one call, on a stack that is large enough.</summary>
    public int[] Reference(string text, bool parseSpecial = false)
    {
        int[] tokens = [];
        var thread = new Thread(() => tokens = InOneCall(Encoding.UTF8.GetBytes(text), parseSpecial), ReferenceStack);
        thread.Start();
        thread.Join();
        return tokens;
    }

    public void Dispose()
    {
        Vocabulary.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    private unsafe int[] InOneCall(byte[] utf8, bool parseSpecial)
    {
        var tokens = new int[utf8.Length + 2];
        fixed (byte* text = utf8)
        fixed (int* first = tokens)
            return tokens[..LlamaApi.Tokenize(Vocabulary, text, utf8.Length, first, tokens.Length, addSpecial: false, parseSpecial)];
    }
}
