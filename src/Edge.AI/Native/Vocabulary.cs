using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Edge.AI.Native;

/// <summary>
/// Text to tokens and back: <c>llama_vocab *</c>, which belongs to the model and keeps its handle alive.
/// Thread-safe, as llama.cpp's functions for it are.
/// </summary>
internal sealed unsafe class Vocabulary : SafeHandle
{
    private readonly ModelHandle _model;
    private readonly Lazy<bool[]> _fragments;

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
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>How many tokens there are.</summary>
    public int Size { get; }

    /// <summary>Tokens that the model's makers never want to see (<c>tokenizer.ggml.suppress_tokens</c>).</summary>
    public IReadOnlyList<int> SuppressedTokens { get; }

    /// <summary>The text of the token that begins a sequence; empty if the model has none.</summary>
    public string BeginOfSequence => TextOf(LlamaApi.VocabularyBeginOfSequence(this));

    /// <summary>The text of the token that ends a sequence; empty if the model has none.</summary>
    public string EndOfSequence => TextOf(LlamaApi.VocabularyEndOfSequence(this));

    /// <summary>The texts that become control tokens where <c>parseSpecial</c> lets them.</summary>
    public IEnumerable<string> ControlTexts() => Enumerable.Range(0, Size)
        .Where(IsControl)
        .Select(TextOf)
        .Where(text => text.Length > 0);

    /// <summary>Whether the token ends an answer.</summary>
    public bool IsEndOfGeneration(int token) => LlamaApi.VocabularyIsEndOfGeneration(this, token);

    /// <summary>Whether the token is a control token: one that <see cref="WritePiece"/> gives no text unless it is asked for.</summary>
    public bool IsControl(int token) => (LlamaApi.VocabularyAttributes(this, token) & (LlamaTokenAttributes.Control | LlamaTokenAttributes.Unknown)) != LlamaTokenAttributes.None;

    /// <summary>The control tokens whose text is part of one of the texts.</summary>
    public IReadOnlySet<int> ControlTokensIn(IEnumerable<string> texts) => Enumerable.Range(0, Size)
        .Where(IsControl)
        .Where(token => TextOf(token) is { Length: > 0 } control && texts.Any(text => text.Contains(control, StringComparison.Ordinal)))
        .ToHashSet();

    /// <summary>Whether the token's bytes are no whole characters.</summary>
    public bool IsFragment(int token) => _fragments.Value[token];

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecial">Whether to add what the model expects around a text, such as a begin token.</param>
    /// <param name="parseSpecial">Whether the text of a control token becomes that token, rather than plain text.</param>
    public int[] Tokenize(string text, bool addSpecial, bool parseSpecial)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, utf8);
        var tokens = ArrayPool<int>.Shared.Rent(length + 2); // a token covers at least one byte; two more for begin and end
        try
        {
            var count = Tokenize(utf8.AsSpan(0, length), tokens, addSpecial, parseSpecial);
            if (count < 0 && count != int.MinValue)
            {
                ArrayPool<int>.Shared.Return(tokens);
                tokens = ArrayPool<int>.Shared.Rent(-count);
                count = Tokenize(utf8.AsSpan(0, length), tokens, addSpecial, parseSpecial);
            }

            return count >= 0
                ? tokens.AsSpan(0, count).ToArray()
                : throw new GenerationException($"llama.cpp could not tokenize a text of {length} bytes.", count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
            ArrayPool<int>.Shared.Return(tokens);
        }
    }

    /// <summary>
    /// Writes the UTF-8 bytes of a token and returns their number, or the negative of the room it needs.
    /// A piece may end in the middle of a character.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="special">Whether control tokens have a text, too; without it they have none.</param>
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
        var piece = new byte[1024]; // a longer one is none
        for (var token = 0; token < Size; token++)
        {
            var length = WritePiece(token, piece, special: true);
            fragments[token] = length > 0 && !Utf8.IsValid(piece.AsSpan(0, length));
        }

        return fragments;
    }

    private string TextOf(int token) => token < 0 ? "" : Marshal.PtrToStringUTF8((nint)LlamaApi.VocabularyText(this, token)) ?? "";

    private int Tokenize(ReadOnlySpan<byte> utf8, Span<int> tokens, bool addSpecial, bool parseSpecial)
    {
        fixed (byte* text = utf8)
        fixed (int* first = tokens)
            return LlamaApi.Tokenize(this, text, utf8.Length, first, tokens.Length, addSpecial, parseSpecial);
    }
}
