using System.Text.Json;
using Edge.AI.Grammars;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Grammars;

public sealed class PatternTests(NoiseModel noise)
{
    [Theory]
    [InlineData("^abc$", new[] { "abc" }, new[] { "ab", "abcd", "xabc" })]
    [InlineData("b", new[] { "b", "abc", "b\n" }, new[] { "", "ac" })]
    [InlineData("^b", new[] { "b", "bc" }, new[] { "ab" })]
    [InlineData("b$", new[] { "b", "ab" }, new[] { "ba" })]
    [InlineData("^a|b$", new[] { "a", "ax", "xb" }, new[] { "xa", "bx" })]
    [InlineData("^(a|bc)+$", new[] { "a", "bca", "aabc" }, new[] { "", "b", "ac" })]
    [InlineData("^(?:x(?<name>y)?)$", new[] { "x", "xy" }, new[] { "y" })]
    [InlineData("^[a-cX-]{2,3}$", new[] { "ab", "X-c" }, new[] { "a", "abcd", "ad" })]
    [InlineData("^[^a-c\"]$", new[] { "d", "\\", "\n", "é" }, new[] { "a", "\"", "dd" })]
    [InlineData("^\\d{3}-\\w+\\s\\S$", new[] { "123-a_Z9 x" }, new[] { "12-a x", "123-é x" })]
    [InlineData("^\\S$", new[] { "x", "é", "\u200B", "\u00AD", "🐢" }, new[] { " ", "\t", "\n", "\u0085", "\u00A0", "\u1680", "\u180E", "\u2000", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000", "\uFEFF" })]
    [InlineData("^\\D\\W$", new[] { "a-" }, new[] { "1-", "aa" })]
    [InlineData("^a.c$", new[] { "abc", "a\"c", "a\\c", "a\tc" }, new[] { "a\nc", "ac" })]
    [InlineData("^\\x41\\u0042\\u{43}\\t\\/\\.\\[$", new[] { "ABC\t/.[" }, new[] { "ABC/.[" })]
    [InlineData("^a{3}b{2,}c{0,1}d*?$", new[] { "aaabb", "aaabbbcddd" }, new[] { "aabb", "aaab" })]
    [InlineData("^-?(?:0|[1-9]\\d*)$", new[] { "0", "-12" }, new[] { "01", "" })]
    [InlineData("^-?(\\d+\\.)?\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?$", new[] { "01:02:03", "-1.01:02:03.5" }, new[] { "1:02:03" })]
    [InlineData("^$", new[] { "" }, new[] { "a" })]
    [InlineData("", new[] { "", "a" }, new string[0])]
    [InlineData("^🐢+$", new[] { "🐢🐢" }, new[] { "" })]
    public async Task A_pattern_takes_what_it_matches(string pattern, string[] taken, string[] refused)
    {
        var model = await noise.Loaded;
        var log = new RecordingLogger();
        var grammar = SchemaGrammars.Of(JsonSerializer.SerializeToElement(new { type = "string", pattern }), log);

        log.Lines.Should().BeEmpty();
        foreach (var text in taken)
            model.Takes(grammar, Json(text)).Should().BeTrue($"'{text}' matches\n{grammar.Gbnf}");
        foreach (var text in refused)
            model.Takes(grammar, Json(text)).Should().BeFalse($"'{text}' does not match\n{grammar.Gbnf}");
    }

    [Theory]
    [InlineData("^(?=a)b$")]
    [InlineData("^(?<!a)b$")]
    [InlineData("^(a)\\1$")]
    [InlineData("\\bword\\b")]
    [InlineData("^\\p{L}+$")]
    [InlineData("(^a)$")]
    [InlineData("^((a{0,100}){0,100}){0,100}$")]
    [InlineData("^((a{1,100}){1,100}){1,100}$")]
    [InlineData("^(a*)*$")]
    [InlineData("a{2000000000}")]
    [InlineData("(")]
    [InlineData("[z-a]")]
    [InlineData("[")]
    [InlineData("\\")]
    [InlineData("*")]
    [InlineData("a{3,1}")]
    [InlineData("^[]$")]
    public async Task A_pattern_without_a_grammar_becomes_any_string_of_the_length_and_is_noted(string pattern)
    {
        var model = await noise.Loaded;
        var log = new RecordingLogger();

        var grammar = SchemaGrammars.Of(JsonSerializer.SerializeToElement(new { type = "string", pattern, maxLength = 8 }), log);

        model.Takes(grammar, "\"anything\"").Should().BeTrue();
        model.Takes(grammar, "\"too long a text\"").Should().BeFalse();
        log.Lines.Should().ContainSingle().Which.Event.Id.Should().Be(6100);
    }

    private static string Json(string text) => JsonText.Of(text);
}
