namespace Edge.AI.Grammars;

/// <summary>
/// The character classes of regular expressions. Where ECMA-262 and .NET differ, the narrower meaning is used, so that generated text matches in both.
/// </summary>
internal static class PatternClasses
{
    private static readonly CharacterSet s_digits = CharacterSet.Of(('0', '9'));
    private static readonly CharacterSet s_word = CharacterSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CharacterSet s_space = CharacterSet.Of(('\t', '\r'), (' ', ' '));

    /// <summary>Everything that is white space in any engine. <c>\S</c> is everything else.</summary>
    private static readonly CharacterSet s_anySpace = s_space.Union(CharacterSet.Of(
        (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x180E, 0x180E), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)));

    /// <summary>ASCII characters that are not letters, digits or underscores. Other characters are digits or parts of words in some engines.</summary>
    private static readonly CharacterSet s_noWord = CharacterSet.Of((0, 0x7F)).Except(s_word);

    /// <summary>The characters of the dot.</summary>
    public static CharacterSet Any { get; } = CharacterSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Negate();

    /// <exception cref="FormatException">The number is not a character.</exception>
    public static CharacterSet One(int character) =>
        CharacterSet.All.Contains(character) ? CharacterSet.Of((character, character)) : throw new FormatException();

    /// <summary>Returns the characters of an escape; null if the escape is not a class or a character.</summary>
    public static CharacterSet? Escaped(int character) => character switch
    {
        'd' => s_digits,
        'D' => s_noWord.Union(CharacterSet.Of(('A', 'Z'), ('_', '_'), ('a', 'z'))),
        'w' => s_word,
        'W' => s_noWord,
        's' => s_space,
        'S' => s_anySpace.Negate(),
        't' => One('\t'),
        'n' => One('\n'),
        'r' => One('\r'),
        'f' => One('\f'),
        'v' => One('\v'),
        _ when char.IsAsciiLetterOrDigit((char)Math.Min(character, char.MaxValue)) => null,
        _ => One(character),
    };
}
