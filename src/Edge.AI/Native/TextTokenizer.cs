using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Edge.AI.Native;

/// <summary>
/// Tokenizes text. llama.cpp only gets short pieces without special tokens. Special tokens are found here, so that only trusted text can contain markers, and so that the time is
/// linear in the length of the text, which it is not in llama.cpp with many special tokens.
/// </summary>
internal sealed class TextTokenizer
{
    /// <summary>The most characters for which any thread's stack is large enough, at 354 bytes per character in a recursive pre-tokenizer.</summary>
    private const int MaxShallowLength = 64;

    private readonly Vocabulary _vocabulary;
    private readonly SpecialTokenAutomaton _special;
    private readonly PieceTokenizer _pieces;
    private readonly int _longestToken;

    public TextTokenizer(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _special = new([.. vocabulary.SpecialTokens().OrderByDescending(token => token.Utf8Length)]);
        _pieces = new(vocabulary);
        _longestToken = vocabulary.Limits.SpellsText ? Math.Max(1, Enumerable.Range(0, vocabulary.Size).Max(vocabulary.PieceLength)) : int.MaxValue;
    }

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="trusted">The parts that may contain control tokens and markers, in order, with other text between them.</param>
    /// <param name="addBeginning">Whether to add the token that begins a sequence, if the model expects one and the text does not begin with it.</param>
    /// <param name="maxTokens">The most tokens.</param>
    /// <param name="cancellationToken">Cancels tokenizing between two pieces.</param>
    /// <exception cref="ContextExceededException">There are more tokens. It is thrown as soon as that is certain, usually before anything is tokenized.</exception>
    public int[] Tokenize(string text, IReadOnlyList<TextRange> trusted, bool addBeginning, int maxTokens, CancellationToken cancellationToken)
    {
        if (!_vocabulary.Limits.Recurses || (text.Length <= MaxShallowLength && RuntimeHelpers.TryEnsureSufficientExecutionStack()))
            return Run();

        return DeepStack.Run(Run);

        int[] Run()
        {
            var parts = SpecialTokenSearch.Split(_special, text, trusted, cancellationToken);
            var output = new TokenOutput(PlainBytes(text, parts), parts.Count(part => part.Token is not null), _longestToken, maxTokens, cancellationToken);
            if (addBeginning && _vocabulary.AddsBeginOfSequence && !BeginsWith(parts, _vocabulary.BeginToken))
                output.Add(_vocabulary.BeginToken);
            foreach (var part in parts)
                Append(text, part, output);
            return output.ToArray();
        }
    }

    /// <summary>Tokenizes a text of at most 64 bytes that continues another one. It contains no special tokens.</summary>
    public int[] TokenizeContinuation(ReadOnlySpan<byte> utf8) => _pieces.Tokenize(utf8, continues: true);

    private void Append(string text, TextPart part, TokenOutput output)
    {
        if (part.Token is { } token)
        {
            output.AddSpecial(token.Id);
            return;
        }

        var characters = text.AsSpan(part.Range.Start, part.Range.Length);
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(characters.Length));
        try
        {
            _pieces.Append(utf8.AsSpan(0, Encoding.UTF8.GetBytes(characters, utf8)), part.Continues, output);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    /// <summary>Whether the text begins with the token, because some templates write it.</summary>
    private static bool BeginsWith(IReadOnlyList<TextPart> parts, int token) => parts is [{ Token: { } first }, ..] && first.Id == token;

    private static long PlainBytes(string text, IReadOnlyList<TextPart> parts)
    {
        var bytes = 0L;
        foreach (var part in parts)
        {
            if (part.Token is null)
                bytes += Encoding.UTF8.GetByteCount(text.AsSpan(part.Range.Start, part.Range.Length));
        }

        return bytes;
    }
}
