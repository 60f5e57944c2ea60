using System.Text;

namespace Edge.AI.Native;

/// <summary>
/// Prevents a tokenizer that adds a space before every text (SentencePiece's add_space_prefix) from doing so in the middle of a text. A character that no token contains is put
/// before the text, and its tokens are removed again.
/// </summary>
internal sealed class Isolation
{
    private static readonly Rune[] s_candidates = [new(0x10FFFD), new(0x10F123), new(0xF8F7), new(0xE1A5), new(0x1FFFD)];

    private readonly byte[] _guard;
    private readonly int[] _guardTokens;

    private Isolation(byte[] guard, int[] guardTokens) => (_guard, _guardTokens) = (guard, guardTokens);

    public bool IsNeeded => _guard.Length > 0;

    public static Isolation Of(Vocabulary vocabulary)
    {
        if (vocabulary.Type == VocabularyType.SentencePiece)
        {
            foreach (var candidate in s_candidates)
            {
                var guard = Encoding.UTF8.GetBytes(candidate.ToString());
                var tokens = vocabulary.TokenizePiece(guard);
                if (tokens.Sum(vocabulary.PieceLength) == guard.Length)
                    break; // no space is added
                if (!vocabulary.Contains(candidate.ToString()))
                    return new(guard, tokens);
            }
        }

        return new([], []);
    }

    public int[] Tokenize(Vocabulary vocabulary, ReadOnlySpan<byte> text)
    {
        var tokens = vocabulary.TokenizePiece([.. _guard, .. text]);
        return tokens.AsSpan().StartsWith(_guardTokens) ? tokens[_guardTokens.Length..] : vocabulary.TokenizePiece(text);
    }
}
