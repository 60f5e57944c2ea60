using System.Text;

namespace Edge.AI.Testing.Gguf;

/// <summary>Makes long texts of the kinds that pre-tokenizers treat differently, each with approximately the requested number of UTF-8 bytes.</summary>
public static class LongText
{
    /// <summary>The eight kinds with which every pre-tokenizer is tested.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["letter", "blanks", "digits", "cjk", "emoji", "newlines", "mixed", "random"];

    /// <summary>More kinds, for the boundaries between two kinds.</summary>
    public static IReadOnlyList<string> MoreKinds { get; } = ["upper-lower", "blanks-letter", "words", "lines", "blanks-newlines", "punctuation", "marks", "separators", "prose", "number-words"];

    public static string Of(string kind, int bytes) => kind switch
    {
        "letter" => new('a', bytes),
        "blanks" => new(' ', bytes),
        "digits" => Repeat("1234567", bytes),
        "cjk" => Repeat("一你好二", bytes / 3),
        "emoji" => Repeat("😀🎉", bytes / 2),
        "newlines" => new('\n', bytes),
        "mixed" => Repeat("The sky is blue, isn't it?  aaa\n\n\t12345 你好世界 😀!! ", bytes * 8 / 10),
        "random" => Random(bytes),
        "upper-lower" => new string('A', bytes / 2) + new string('a', bytes / 2),
        "blanks-letter" => new string(' ', bytes - 1) + "x",
        "words" => Repeat("a b ", bytes),
        "lines" => Repeat("the hello world of a\n", bytes),
        "blanks-newlines" => Repeat("   \n", bytes),
        "punctuation" => Repeat("!!!.", bytes),
        "marks" => Repeat("a\u0301e\u0300", bytes * 2 / 3),
        "separators" => Repeat("\u00A0\u2003", bytes * 2 / 5),
        "prose" => Prose(bytes),
        "number-words" => Repeat("a1b22c333d4444 55555 ", bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of text."),
    };

    private static string Repeat(string unit, int length) => string.Create(length, unit, static (text, unit) =>
    {
        for (var at = 0; at < text.Length; at++)
            text[at] = unit[at % unit.Length];
    });

    private static string Random(int length)
    {
        var random = new Random(length);
        return string.Create(length, random, static (text, random) =>
        {
            for (var at = 0; at < text.Length; at++)
                text[at] = (char)random.Next(' ', '~' + 1);
        });
    }

    private static string Prose(int length)
    {
        string[] words = ["the", "sky", "is", "blue", "hello", "world", "aaa", "abcde", "I'm", "we're", "12", "1234567", "(and)", "—", "naïve", "你好", "x.", "no,", "\n", "AB", "  "];
        var random = new Random(length);
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append(words[random.Next(words.Length)]).Append(random.Next(8) == 0 ? "\n" : " ");
        return text.ToString(0, length);
    }
}
