using System.Text;
using Edge.AI.Native.Structs;

namespace Edge.AI.Native;

/// <summary>A token that is found in a text as a whole, before the rest of the text is cut into words.</summary>
/// <param name="Id">The token.</param>
/// <param name="Text">Its text, at least one character.</param>
/// <param name="Attributes">What the vocabulary says about it.</param>
internal sealed record SpecialToken(int Id, string Text, LlamaTokenAttributes Attributes)
{
    /// <summary>
    /// Whether anybody may write it: llama.cpp's user-defined tokens are markers such as <c>&lt;think&gt;</c>, but also runs of spaces and line breaks, and words
    /// that were added to a vocabulary. Those are text, and a model was trained to see them as one token.
    /// </summary>
    public bool IsText { get; } = Attributes.HasFlag(LlamaTokenAttributes.UserDefined) && !IsMarker(Text);

    /// <summary>Whether llama.cpp finds it in any text, even where no special tokens are asked for, unless the text is cut inside of it.</summary>
    public bool MustBeCut { get; } = Attributes.HasFlag(LlamaTokenAttributes.UserDefined) && IsMarker(Text);

    public int Utf8Length { get; } = Encoding.UTF8.GetByteCount(Text);

    /// <summary>More than one character, and among them one that isn't part of a word: such as a bracket.</summary>
    private static bool IsMarker(string text)
    {
        var (count, inWord) = (0, true);
        foreach (var rune in text.EnumerateRunes())
        {
            count++;
            inWord &= rune.Value == '▁' || Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune) || Rune.IsWhiteSpace(rune)
                || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
        }

        return count > 1 && !inWord;
    }
}
