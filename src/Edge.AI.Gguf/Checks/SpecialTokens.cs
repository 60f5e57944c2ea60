namespace Edge.AI.Gguf.Checks;

/// <summary>Checks the tokens that begin and end a sequence. If one is added to every text but does not exist, llama.cpp stops at an assertion.</summary>
internal static class SpecialTokens
{
    public static void Check(GgufFile header, string kind, long tokens)
    {
        // The default numbers of the tokenizers (llama_vocab::impl::load).
        var (begin, end) = kind switch { "llama" or "plamo2" => (1, 2), "gpt2" => (11, 11), "bert" => (101, -1), _ => (-1, -1) };
        Check(header, "bos", begin, tokens, addedAnyway: kind is "llama" or "gpt2" or "plamo2" or "gemma4" or "bert");
        if (kind == "bert")
        {
            // It ends with the separator, and words that it does not know become one token.
            Check(header, "seperator", 102, tokens, addedAnyway: true);
            Check(header, "unknown", 100, tokens, addedAnyway: true);
            return;
        }

        Check(header, "eos", end, tokens, addedAnyway: false);
    }

    /// <param name="header">The file's header.</param>
    /// <param name="name">The token's name in the metadata.</param>
    /// <param name="number">The default number, used if the file names none or an unknown one; -1 if there is no default.</param>
    /// <param name="tokens">The number of tokens.</param>
    /// <param name="addedAnyway">Whether a pre-tokenizer may add the token although the file does not say so.</param>
    private static void Check(GgufFile header, string name, int number, long tokens, bool addedAnyway)
    {
        var key = $"tokenizer.ggml.{name}_token_id";
        if (header.Metadata.FindCount(key) is { } own && own < tokens)
            return;

        var isAdded = header.Metadata.GetValueOrDefault($"tokenizer.ggml.add_{name}_token") switch { true => true, false => false, _ => addedAnyway };
        if ((isAdded || (addedAnyway && name == "bos" && header.Metadata.FindText("tokenizer.ggml.model") == "gemma4")) && (number < 0 || number >= tokens))
            throw Damage.In(header, $"adds a token to every text, but does not have this token ('{key}')");
    }
}
