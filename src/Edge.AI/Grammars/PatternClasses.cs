namespace Edge.AI.Grammars;

/// <summary>
/// What the short forms of regular expressions stand for: ECMA-262's meaning where it is the narrower one, so that what is generated
/// matches in .NET as well.
/// </summary>
internal static class PatternClasses
{
    private static readonly CharacterSet s_digits = CharacterSet.Of(('0', '9'));
    private static readonly CharacterSet s_word = CharacterSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CharacterSet s_space = CharacterSet.Of(('\t', '\r'), (' ', ' '));

    /// <summary>All white space that any engine knows; <c>\S</c> is what is none to all of them.</summary>
    private static readonly CharacterSet s_anySpace = s_space.Union(CharacterSet.Of(
        (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x180E, 0x180E), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)));

    /// <summary>ASCII that is no letter, digit or underscore: what lies beyond is a digit or part of a word to some engines.</summary>
    private static readonly CharacterSet s_noWord = CharacterSet.Of((0, 0x7F)).Except(s_word);

    /// <summary>What the dot stands for.</summary>
    public static CharacterSet Any { get; } = CharacterSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Negate();

    /// <exception cref="FormatException">It is no character.</exception>
    public static CharacterSet One(int character) =>
        CharacterSet.All.Contains(character) ? CharacterSet.Of((character, character)) : throw new FormatException();

    /// <summary>What a backslash and this character stand for; null if that is more than one character of the text.</summary>
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
