namespace Edge.AI.Testing.Gguf;

/// <summary>The tokenizer of llama.cpp that uses a vocabulary.</summary>
public enum VocabularyKind
{
    /// <summary>SentencePiece, as in Llama 2: pieces with scores, <c>▁</c> for a space, other bytes as <c>&lt;0xNN&gt;</c>.</summary>
    SentencePiece,

    /// <summary>Byte-level BPE, as in GPT-2 and Llama 3: every byte is a character, and merges define the tokens.</summary>
    BytePair,

    /// <summary>
    /// Byte-level BPE, as in Qwen2. Most of its tokens are invented words with a leading space. A model with random weights
    /// generates nothing else, so its answers become the same tokens when they are tokenized again, and never end.
    /// </summary>
    Words,
}

/// <summary>
/// A vocabulary made in code: control tokens, every byte, every printable ASCII character, some English words, and invented syllables up to
/// the requested size. Any text can be tokenized, and the tokens give the same text.
/// </summary>
public sealed class Vocabulary
{
    public const int UnknownId = 0;
    public const int BeginId = 1;
    public const int EndId = 2;
    public const int MessageStartId = 3;
    public const int MessageEndId = 4;

    // enum llama_token_type
    private const int Normal = 1;
    private const int Unknown = 2;
    private const int Control = 3;
    private const int UserDefined = 4;
    private const int SingleByte = 6;

    private static readonly string[] ControlTokens = ["<s>", "</s>", "<|im_start|>", "<|im_end|>"];

    private static readonly string[] Words =
    [
        "the", "a", "and", "is", "of", "to", "in", "you", "that", "it", "was", "for", "on", "are", "with", "his", "they", "at", "be", "this",
        "user", "assistant", "system", "tool", "name", "arguments", "hello", "world", "what", "why", "sky", "blue", "true", "false", "null",
    ];

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _tokens = [];
    private readonly List<int> _types = [];
    private readonly List<string> _merges = [];
    private readonly int _size;
    private readonly VocabularyKind _kind;
    private readonly Range _spoken;

    /// <summary>Initializes a vocabulary.</summary>
    /// <param name="kind">The tokenizer.</param>
    /// <param name="size">The exact number of tokens; at least a few hundred.</param>
    /// <param name="userDefined">User-defined tokens, which are found in any text as a whole, such as <c>&lt;tool_call&gt;</c>.</param>
    public Vocabulary(VocabularyKind kind, int size, IReadOnlyList<string>? userDefined = null)
    {
        (_kind, _size) = (kind, size);
        AddSpecial(userDefined ?? []);
        if (kind == VocabularyKind.SentencePiece)
            AddSentencePieceAlphabet();
        else
            AddByteAlphabet();

        if (_tokens.Count > size)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A vocabulary of this kind has at least {_tokens.Count} tokens.");

        if (kind == VocabularyKind.Words)
        {
            // The first merge has priority, so merges of English words never split invented words.
            var first = _tokens.Count;
            AddSyllables(Math.Max(size - EnglishPieces().Count(), (first + size) / 2));
            _spoken = first.._tokens.Count;
        }
        else
        {
            _spoken = ..size;
        }

        foreach (var piece in EnglishPieces())
            AddPiece(piece);
        AddSyllables(size);
    }

    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>Whether random weights may choose this token.</summary>
    public bool IsSpoken(long token) => token >= _spoken.Start.Value && token < _spoken.End.GetOffset(_size);

    /// <summary>Writes the tokenizer's metadata.</summary>
    public void AddTo(GgufWriter gguf)
    {
        gguf.Add("tokenizer.ggml.model", _kind == VocabularyKind.SentencePiece ? "llama" : "gpt2")
            .Add("tokenizer.ggml.pre", _kind switch { VocabularyKind.SentencePiece => "default", VocabularyKind.BytePair => "gpt-2", _ => "qwen2" })
            .Add("tokenizer.ggml.tokens", _tokens.ToArray())
            .Add("tokenizer.ggml.token_type", _types.ToArray())
            .Add("tokenizer.ggml.unknown_token_id", (uint)UnknownId)
            .Add("tokenizer.ggml.bos_token_id", (uint)BeginId)
            .Add("tokenizer.ggml.eos_token_id", (uint)EndId)
            .Add("tokenizer.ggml.eot_token_id", (uint)MessageEndId)
            .Add("tokenizer.ggml.add_bos_token", _kind != VocabularyKind.Words);

        if (_kind == VocabularyKind.SentencePiece)
        {
            // Earlier pieces have priority, as in a vocabulary that was learned from text.
            gguf.Add("tokenizer.ggml.scores", Enumerable.Range(0, _tokens.Count).Select(id => _types[id] == Normal ? -(float)id : 0).ToArray());
            gguf.Add("tokenizer.ggml.add_space_prefix", false);
        }
        else
        {
            gguf.Add("tokenizer.ggml.merges", _merges.ToArray());
        }
    }

    private void AddSpecial(IEnumerable<string> userDefined)
    {
        AddToken("<unk>", Unknown);
        foreach (var token in ControlTokens)
            AddToken(token, Control);

        foreach (var token in userDefined)
            AddToken(token, UserDefined);
    }

    private void AddSentencePieceAlphabet()
    {
        for (var value = 0; value < 256; value++)
            AddToken($"<0x{value:X2}>", SingleByte);

        AddToken("▁", Normal);
        for (var character = '!'; character <= '~'; character++)
            AddToken(character.ToString(), Normal);
    }

    // GPT-2 writes a byte as the Latin-1 character of that number if it is printable, and otherwise as the next character from U+0100 on.
    private void AddByteAlphabet()
    {
        var next = '\u0100';
        for (var value = 0; value < 256; value++)
        {
            var printable = value is >= '!' and <= '~' or >= 0xA1 and <= 0xFF and not 0xAD;
            AddToken((printable ? (char)value : next++).ToString(), Normal);
        }
    }

    private IEnumerable<string> EnglishPieces() =>
        from word in Words
        from spelling in (string[])[SpaceMark + word, word]
        from length in Enumerable.Range(2, spelling.Length - 1)
        select spelling[..length];

    // Consonants and vowels alternate, the shortest pieces first, so that the parts of a piece always come before it.
    private void AddSyllables(int size)
    {
        List<string> shorter = _kind == VocabularyKind.Words ? [SpaceMark] : [SpaceMark, ""];
        for (var length = 1; _tokens.Count < size; length++)
        {
            var letters = length % 2 == 1 ? "bcdfghjklmnprstvwyzqx" : "aeiou";
            shorter = [.. from start in shorter from letter in letters select start + letter];
            foreach (var piece in shorter.TakeWhile(_ => _tokens.Count < size))
                AddPiece(piece);
        }
    }

    private string SpaceMark => _kind == VocabularyKind.SentencePiece ? "▁" : "Ġ";

    private void AddPiece(string piece)
    {
        if (_tokens.Count < _size && AddToken(piece, Normal))
            _merges.Add($"{piece[..^1]} {piece[^1]}");
    }

    private bool AddToken(string token, int type)
    {
        if (!_known.Add(token))
            return false;

        _tokens.Add(token);
        _types.Add(type);
        return true;
    }
}
