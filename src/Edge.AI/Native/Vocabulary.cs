using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using Edge.AI.Native.Structs;

namespace Edge.AI.Native;

/// <summary>
/// The vocabulary of a model, <c>llama_vocab *</c>. It converts text to tokens and back, belongs to the model, and keeps the model's handle alive.
/// It is thread-safe, like llama.cpp's functions for it.
/// </summary>
internal sealed unsafe class Vocabulary : SafeHandle
{
    private readonly ModelHandle _model;
    private readonly Lazy<bool[]> _fragments;
    private readonly Lazy<int[]> _pieceLengths;
    private readonly Lazy<TextTokenizer> _tokenizer;

    public Vocabulary(ModelHandle model)
        : base(0, ownsHandle: true)
    {
        var kept = false;
        model.DangerousAddRef(ref kept);
        _model = model;
        SetHandle(LlamaApi.ModelGetVocabulary(model));
        Size = LlamaApi.VocabularySize(this);
        var suppressed = LlamaApi.VocabularySuppressedTokens(this, out var count);
        SuppressedTokens = new ReadOnlySpan<int>(suppressed, count).ToArray();
        _fragments = new(FindFragments);
        _pieceLengths = new(MeasurePieces);
        _tokenizer = new(() => new TextTokenizer(this));
        Type = LlamaApi.VocabularyKind(this);
        Limits = PreTokenizer.Of(Type, model.Metadata("tokenizer.ggml.model"), model.Metadata("tokenizer.ggml.pre"));
        BeginToken = LlamaApi.VocabularyBeginOfSequence(this);
        AddsBeginOfSequence = BeginToken >= 0 && LlamaApi.VocabularyAddsBeginOfSequence(this);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The number of tokens.</summary>
    public int Size { get; }

    /// <summary>The longest context that the model was trained for, in tokens.</summary>
    public int TrainedContextLength => _model.TrainedContextLength;

    /// <summary>Tokens that must never be generated (<c>tokenizer.ggml.suppress_tokens</c>).</summary>
    public IReadOnlyList<int> SuppressedTokens { get; }

    /// <summary>The algorithm of the tokenizer.</summary>
    public VocabularyType Type { get; }

    /// <summary>The limits of llama.cpp's tokenizer.</summary>
    public PreTokenizer Limits { get; init; }

    /// <summary>The token that begins a sequence; negative if the model has none.</summary>
    public int BeginToken { get; }

    /// <summary>Whether the model expects that token before each sequence.</summary>
    public bool AddsBeginOfSequence { get; }

    /// <summary>The token before a text that is embedded; negative if the model expects none. WordPiece always adds it (<c>llama_vocab::impl::tokenize</c>).</summary>
    public int FirstToken => Type == VocabularyType.WordPiece || AddsBeginOfSequence ? BeginToken : -1;

    /// <summary>The token behind a text that is embedded; negative if the model expects none.</summary>
    public int LastToken => Type == VocabularyType.WordPiece ? LlamaApi.VocabularySeparator(this)
        : LlamaApi.VocabularyAddsEndOfSequence(this) ? LlamaApi.VocabularyEndOfSequence(this)
        : -1;

    /// <summary>The text of the token that begins a sequence; empty if the model has none.</summary>
    public string BeginOfSequence => TextOf(LlamaApi.VocabularyBeginOfSequence(this));

    /// <summary>The text of the token that ends a sequence; empty if the model has none.</summary>
    public string EndOfSequence => TextOf(LlamaApi.VocabularyEndOfSequence(this));

    /// <summary>Returns the texts that become control tokens with <c>parseSpecial</c>.</summary>
    public IEnumerable<string> ControlTexts() => Enumerable.Range(0, Size)
        .Where(IsControl)
        .Select(TextOf)
        .Where(text => text.Length > 0);

    /// <summary>Returns the tokens that are matched as a whole, before a text is cut into words.</summary>
    public IEnumerable<SpecialToken> SpecialTokens() =>
        from token in Enumerable.Range(0, Size)
        let attributes = LlamaApi.VocabularyAttributes(this, token)
        where (attributes & (LlamaTokenAttributes.Control | LlamaTokenAttributes.Unknown | LlamaTokenAttributes.UserDefined)) != LlamaTokenAttributes.None
        let text = TextOf(token)
        where text.Length > 0
        select new SpecialToken(token, text, attributes);

    /// <summary>Whether the text of any token contains this text.</summary>
    public bool Contains(string text) => Enumerable.Range(0, Size).Any(token => TextOf(token).Contains(text, StringComparison.Ordinal));

    /// <summary>Returns the number of bytes in the text of a token.</summary>
    public int PieceLength(int token) => _pieceLengths.Value[token];

    /// <summary>Whether the token ends an answer.</summary>
    public bool IsEndOfGeneration(int token) => LlamaApi.VocabularyIsEndOfGeneration(this, token);

    /// <summary>Whether the token is a control token, whose text <see cref="WritePiece"/> writes only on request.</summary>
    public bool IsControl(int token) => (LlamaApi.VocabularyAttributes(this, token) & (LlamaTokenAttributes.Control | LlamaTokenAttributes.Unknown)) != LlamaTokenAttributes.None;

    /// <summary>Returns the control tokens whose text is part of one of the texts.</summary>
    public IReadOnlySet<int> ControlTokensIn(IEnumerable<string> texts) => Enumerable.Range(0, Size)
        .Where(IsControl)
        .Where(token => TextOf(token) is { Length: > 0 } control && texts.Any(text => text.Contains(control, StringComparison.Ordinal)))
        .ToHashSet();

    /// <summary>Whether the token's bytes are not whole characters.</summary>
    public bool IsFragment(int token) => _fragments.Value[token];

    /// <summary>Tokenizes a text of any length.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecial">Whether to add the token that begins a sequence, if the model expects one and the text does not begin with it. No other token is added.</param>
    /// <param name="parseSpecial">Whether the text of a control token or a marker becomes that token, not plain text.</param>
    public int[] Tokenize(string text, bool addSpecial, bool parseSpecial) =>
        Tokenize(text, parseSpecial ? [new(0, text.Length)] : [], addSpecial, int.MaxValue, CancellationToken.None);

    /// <inheritdoc cref="TextTokenizer.Tokenize" />
    public int[] Tokenize(string text, IReadOnlyList<TextRange> trusted, bool addBeginning, int maxTokens, CancellationToken cancellationToken) =>
        _tokenizer.Value.Tokenize(text, trusted, addBeginning, maxTokens, cancellationToken);

    /// <summary>Tokenizes a short text that continues another one. It contains no special tokens.</summary>
    public int[] TokenizeContinuation(ReadOnlySpan<byte> utf8) => _tokenizer.Value.TokenizeContinuation(utf8);

    /// <summary>Tokenizes a short text without special tokens with llama.cpp. Only for <see cref="TextTokenizer"/>: a long text can end the process.</summary>
    internal int[] TokenizePiece(ReadOnlySpan<byte> utf8)
    {
        var tokens = ArrayPool<int>.Shared.Rent(utf8.Length + 2); // a token covers at least one byte; two more for tokens that are added in front
        try
        {
            var count = TokenizePiece(utf8, tokens);
            if (count < 0 && count != int.MinValue)
            {
                ArrayPool<int>.Shared.Return(tokens);
                tokens = ArrayPool<int>.Shared.Rent(-count);
                count = TokenizePiece(utf8, tokens);
            }

            return count >= 0
                ? tokens.AsSpan(0, count).ToArray()
                : throw new GenerationException($"llama.cpp could not tokenize a text of {utf8.Length} bytes.", count);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(tokens);
        }
    }

    /// <summary>
    /// Writes the UTF-8 bytes of a token and returns their number, or the negative of the required length.
    /// A piece may end in the middle of a character.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <param name="special">Whether control tokens are written as their text. Otherwise they have no text.</param>
    public int WritePiece(int token, Span<byte> destination, bool special = false)
    {
        fixed (byte* start = destination)
            return LlamaApi.TokenToPiece(this, token, start, destination.Length, leadingSpacesToStrip: 0, special);
    }

    protected override bool ReleaseHandle()
    {
        _model.DangerousRelease();
        return true;
    }

    private bool[] FindFragments()
    {
        var fragments = new bool[Size];
        var piece = new byte[1024]; // a longer piece is not a fragment
        for (var token = 0; token < Size; token++)
        {
            var length = WritePiece(token, piece, special: true);
            fragments[token] = length > 0 && !Utf8.IsValid(piece.AsSpan(0, length));
        }

        return fragments;
    }

    private string TextOf(int token) => token < 0 ? "" : Marshal.PtrToStringUTF8((nint)LlamaApi.VocabularyText(this, token)) ?? "";

    private int[] MeasurePieces()
    {
        var lengths = new int[Size];
        Span<byte> piece = stackalloc byte[1024];
        for (var token = 0; token < Size; token++)
        {
            lengths[token] = Limits.HasPlainTokens && !LlamaApi.VocabularyAttributes(this, token).HasFlag(LlamaTokenAttributes.SingleByte)
                ? MemoryMarshal.CreateReadOnlySpanFromNullTerminated(LlamaApi.VocabularyText(this, token)).Length
                : Math.Abs(WritePiece(token, piece, special: true));
        }

        return lengths;
    }

    private int TokenizePiece(ReadOnlySpan<byte> utf8, Span<int> tokens)
    {
        using var inside = NativeGate.Enter();
        fixed (byte* text = utf8)
        fixed (int* first = tokens)
            return LlamaApi.Tokenize(this, text, utf8.Length, first, tokens.Length, addSpecial: false, parseSpecial: false);
    }
}
