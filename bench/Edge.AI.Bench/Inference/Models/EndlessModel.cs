using System.Buffers.Binary;
using System.Text;
using Edge.AI.Gguf;
using Edge.AI.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Bench.Inference.Models;

/// <summary>
/// A copy of a real model that never ends an answer. Every contestant then generates the requested number of tokens, without an option
/// that only one of them has. The tokens that end an answer get another name of the same length, which llama.cpp does not recognize,
/// and the id of the end token becomes the id of a token that is never generated. The weights are the same.
/// </summary>
internal static class EndlessModel
{
    private static readonly string[] IdKeys = ["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"];

    public static string InFolder(string folder, string source) =>
        BenchFolder.Keep(folder, $"endless-{new FileInfo(source).Length}-{Path.GetFileName(source)}", path => Write(source, path));

    private static void Write(string source, string path)
    {
        var (endTexts, unusedId) = Tokens(source);
        var dataOffset = GgufFile.Read(source).DataOffset;
        using var input = File.OpenRead(source);
        var header = new byte[dataOffset];
        input.ReadExactly(header);

        foreach (var text in endTexts)
            Rename(header, text);
        foreach (var key in IdKeys)
            SetId(header, key, unusedId);

        using var output = File.Create(path);
        output.Write(header);
        input.CopyTo(output);
    }

    /// <summary>The texts of all tokens that end an answer, and a token that a model never generates.</summary>
    private static (IReadOnlyList<string> EndTexts, int UnusedId) Tokens(string source)
    {
        NativeRuntime.Use(runtimeDirectory: null, NullLogger.Instance);
        using var model = ModelHandle.Load(source, new() { VocabularyOnly = true }, NullLogger.Instance, CancellationToken.None);
        using var vocabulary = new Vocabulary(model);
        var control = vocabulary.ControlTexts().Select(text => (Text: text, Id: vocabulary.Tokenize(text, addSpecial: false, parseSpecial: true).First())).ToList();
        var ends = control.Where(token => vocabulary.IsEndOfGeneration(token.Id)).Select(token => token.Text).ToList();
        return (ends, control.Last(token => !ends.Contains(token.Text) && token.Text != vocabulary.BeginOfSequence).Id);
    }

    private static void Rename(Span<byte> header, string text)
    {
        var (name, other) = (Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(text.ToUpperInvariant()));
        for (int at, from = 0; (at = header[from..].IndexOf(name)) >= 0; from += at + name.Length)
            other.CopyTo(header[(from + at)..]);
    }

    // A key is followed by the type of its value and the value, four bytes each: both kinds of 32-bit integers occur.
    private static void SetId(Span<byte> header, string key, int id)
    {
        var at = header.IndexOf(Encoding.UTF8.GetBytes(key));
        if (at >= 0)
            BinaryPrimitives.WriteInt32LittleEndian(header[(at + key.Length + sizeof(int))..], id);
    }
}
