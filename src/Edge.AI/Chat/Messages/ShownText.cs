using System.Globalization;
using System.Text;

namespace Edge.AI.Chat.Messages;

/// <summary>Names and texts of callers as an error message shows them: on one line, without invisible characters, and not too long.</summary>
internal static class ShownText
{
    private const int MaxLength = 200;

    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            if (char.IsControl(character) || char.IsSurrogate(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                shown.Append(character);
        }

        return text.Length > MaxLength ? $"{shown}…" : shown.ToString();
    }
}
