using System.Globalization;

namespace Edge.AI.Gguf.Checks;

/// <summary>Checks the vocabulary. What is refused here ends the process inside llama.cpp, at loading (<c>llama_vocab::impl::load</c>) or at the first text.</summary>
internal static class VocabularyCheck
{
    private const int SingleByte = 6; // enum llama_token_type

    /// <summary>Longer tokens exhaust the stack in llama.cpp's grammars, which recurse once per character. Real tokens stay below a quarter of this limit.</summary>
    private const int MaxTokenBytes = 1024;

    private const string WordPiece = "bert"; // the tokenizer of encoders

    // t5's tables throw exceptions through C code.
    private static readonly string[] Kinds = ["llama", "gpt2", "rwkv", "plamo2", "gemma4"];

    public static void Check(GgufFile header, GgufPurpose purpose, Stream file)
    {
        var kind = header.Metadata.FindText("tokenizer.ggml.model") ?? throw Invalid(header, "has no tokenizer ('tokenizer.ggml.model')");
        if (!Kinds.Contains(kind) && !(kind == WordPiece && purpose == GgufPurpose.Embedding))
            throw Invalid(header, $"has the tokenizer '{kind}', which is not supported");

        if (header.Metadata.FindText("tokenizer.ggml.pre") == "whitespace") // of embedding models: two spaces in a row would be an assertion
            throw Invalid(header, "has the pre-tokenizer 'whitespace', which is not supported");

        var tokens = header.Metadata.FindArray("tokenizer.ggml.tokens", GgufValueType.String) ?? throw Invalid(header, "has no tokens ('tokenizer.ggml.tokens')");
        var types = header.Metadata.FindArray("tokenizer.ggml.token_type", GgufValueType.Int32);
        var scores = header.Metadata.GetValueOrDefault("tokenizer.ggml.scores") as GgufArray;
        if (tokens.Count == 0 || types?.Count < tokens.Count || scores?.Count < tokens.Count)
            throw Invalid(header, $"has {tokens.Count} tokens, {types?.Count ?? tokens.Count} token types and {scores?.Count ?? tokens.Count} scores");

        var texts = ReadTokens(header, tokens, file);
        if (types is not null)
            CheckBytes(header, texts, types, file);
        if (header.Metadata.FindArray("tokenizer.ggml.merges", GgufValueType.String) is { } merges)
            CheckMerges(header, merges, file);
        SpecialTokens.Check(header, kind, tokens.Count);
        if (kind is "llama" or "plamo2")
            CheckThatEveryByteHasAToken(header, texts);
        if (kind == "rwkv" && RwkvTokens.FindTrap(texts) is { } trap)
            throw Invalid(header, $"has tokens that begin with the byte 0x{(int)trap:X2}, but no token for this byte alone, so its tokenizer would never finish");
    }

    private static List<string> ReadTokens(GgufFile header, GgufArray tokens, Stream file)
    {
        var (texts, known) = (new List<string>((int)tokens.Count), new HashSet<string>((int)tokens.Count, StringComparer.Ordinal));
        foreach (var bytes in header.ReadBytes(tokens, file))
        {
            var text = bytes.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var end ? bytes[..end] : bytes; // llama.cpp reads up to the first zero byte
            texts.Add(text);
            if (text.Length > MaxTokenBytes)
                throw Invalid(header, $"has a token of {text.Length} bytes, number {texts.Count - 1}; the limit is {MaxTokenBytes}");
            if (!known.Add(text.Length > 0 ? text : $"[EMPTY_{texts.Count - 1}]"))
                throw Invalid(header, $"has the token '{text}' twice, the second time as number {texts.Count - 1}");
        }

        return texts;
    }

    /// <summary>A merge is two pieces separated by a space. llama.cpp stops at an assertion if a piece contains a space.</summary>
    private static void CheckMerges(GgufFile header, GgufArray merges, Stream file) => header.VisitBytes(merges, file, (number, merge) =>
    {
        if (merge.IndexOf((byte)' ') is var blank && (blank < 1 || blank == merge.Length - 1 || merge[(blank + 1)..].Contains((byte)' ') || merge.Length > 2 * MaxTokenBytes))
            throw Invalid(header, $"has a merge that is not two pieces separated by a space: number {number}");
    });

    private static void CheckBytes(GgufFile header, List<string> texts, GgufArray types, Stream file)
    {
        var token = 0;
        foreach (var type in header.ReadIntegers(types, file).Take(texts.Count))
        {
            if (type == SingleByte && texts[token].Length < "<0x00>".Length)
                throw Invalid(header, $"has the byte token '{texts[token]}', which does not name a byte");
            token++;
        }
    }

    /// <summary>SentencePiece falls back to bytes. If a byte has no token, a text with this byte throws an exception through C code.</summary>
    private static void CheckThatEveryByteHasAToken(GgufFile header, List<string> texts)
    {
        var known = texts.Where(text => text.Length is 1 or 6).ToHashSet(StringComparer.Ordinal);
        for (var value = 0; value < 256; value++)
        {
            if (!known.Contains(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>")) && !known.Contains(((char)value).ToString()))
                throw Invalid(header, $"has no token for the byte 0x{value:X2}, so some texts cannot be tokenized");
        }
    }

    private static GgufException Invalid(GgufFile header, string problem) => Damage.In(header, problem);
}
