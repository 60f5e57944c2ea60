using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Generators.Tests.Parsing;

public class JsonReaderTests
{
    [Theory]
    [InlineData("¦")]
    [InlineData("  \n ¦")]
    [InlineData("{¦")]
    [InlineData("{ \"a\"¦")]
    [InlineData("{ \"a\": ¦")]
    [InlineData("{ \"a\": [1, ¦")]
    [InlineData("{ \"a\": [1 ¦2] }")]
    [InlineData("{ \"a\": 1 ¦\"b\": 2 }")]
    [InlineData("{ \"a\" ¦1 }")]
    [InlineData("{ \"a\": 1, ¦}")]
    [InlineData("{ \"a\": [1, ¦] }")]
    [InlineData("{ ¦, }")]
    [InlineData("{ ¦a: 1 }")]
    [InlineData("{ ¦'a': 1 }")]
    [InlineData("{} ¦{}")]
    [InlineData("{ \"a\": 1\n ¦// a comment\n }")]
    [InlineData("{ ¦/* a comment */ \"a\": 1 }")]
    [InlineData("{ \"a\": ¦True }")]
    [InlineData("{ \"a\": ¦nul }")]
    [InlineData("{ \"a\": ¦NaN }")]
    [InlineData("{ \"a\": ¦+1 }")]
    [InlineData("{ \"a\": ¦.5 }")]
    [InlineData("{ \"a\": ¦01 }")]
    [InlineData("{ \"a\": ¦-01 }")]
    [InlineData("{ \"a\": ¦- }")]
    [InlineData("{ \"a\": ¦1. }")]
    [InlineData("{ \"a\": ¦1e }")]
    [InlineData("{ \"a\": 0¦x1 }")]
    [InlineData("{ \"a\": \"b¦")]
    [InlineData("{ \"a\": \"b¦\n\" }")]
    [InlineData("{ \"a\": \"b¦\t\" }")]
    [InlineData("{ \"a\": \"b¦\\x\" }")]
    [InlineData("{ \"a\": \"b¦\\u12g4\" }")]
    [InlineData("{ \"a\": \"b¦\\u12")]
    [InlineData("{ \"a\": \"b¦\\")]
    [InlineData("{ \"a\": ¦\"\\ud83d\" }")]
    [InlineData("{ \"a\": ¦\"\\ude00\\ud83d\" }")]
    [InlineData("{\r\n\r\n \"a\": ¦x }")]
    [InlineData("{ \"a\": ¦\u00a01 }")]
    [InlineData("{ \"a\": \"b¦\uFFFD\" }")]
    public void A_syntax_error_is_reported_at_its_location(string marked)
    {
        var before = marked[..marked.IndexOf(TestManifest.Marker, StringComparison.Ordinal)].Split('\n');

        var problem = Read(marked.Replace("¦", "", StringComparison.Ordinal)).Problems.Should().ContainSingle().Which;

        (problem.Id, problem.Span.Line, problem.Span.Column).Should().Be(("EDGEAI001", before.Length, before[^1].Length + 1), problem.Message);
    }

    [Theory]
    [InlineData("\n", 2)]
    [InlineData("\r\n", 2)]
    [InlineData("\r", 2)]
    [InlineData("\n\n", 3)]
    [InlineData("\r\r\n", 3)]
    public void Every_kind_of_line_break_counts_once(string lineBreak, int line)
    {
        var span = Read(lineBreak + " x").Problems.Should().ContainSingle().Which.Span;

        (span.Line, span.Column).Should().Be((line, 2));
    }

    [Fact]
    public void A_byte_order_mark_does_not_count_as_a_column()
    {
        var span = Read("\uFEFFx").Problems.Should().ContainSingle().Which.Span;

        (span.Line, span.Column).Should().Be((1, 1));
    }

    [Fact]
    public void A_byte_order_mark_at_the_beginning_is_ignored() => Read("\uFEFF{}").Problems.Should().BeEmpty();

    [Fact]
    public void Escapes_become_their_characters() =>
        Read("""["\"\\\/\b\f\n\r\t\u00e9\uD83D\ude00"]""").Value.Should().BeOfType<JsonArray>()
            .Which.Items.Should().ContainSingle().Which.Should().BeOfType<JsonString>()
            .Which.Text.Should().Be("\"\\/\b\f\n\r\té😀");

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-12.5E+3")]
    [InlineData("1e-7")]
    public void A_number_is_kept_as_it_is_written(string number) => Read(number).Value.Should().BeOfType<JsonNumber>().Which.Text.Should().Be(number);

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Two_MiB_of_nesting_are_an_error_and_not_a_stack_overflow(string level)
    {
        var text = string.Concat(Enumerable.Repeat(level, 2 * 1024 * 1024 / level.Length));

        Read(text).Problems.Should().ContainSingle().Which.Id.Should().Be("EDGEAI018");
    }

    [Fact]
    public void Nesting_up_to_the_limit_is_read() => Read(new string('[', JsonReader.MaxDepth) + new string(']', JsonReader.MaxDepth)).Problems.Should().BeEmpty();

    [Fact]
    public void Nesting_beyond_the_limit_is_reported_at_the_first_bracket_beyond_it() =>
        Read(new string('[', JsonReader.MaxDepth + 1)).Problems.Should().ContainSingle().Which.Span.Column.Should().Be(JsonReader.MaxDepth + 1);

    [Fact]
    public void No_prefix_of_a_manifest_throws()
    {
        var read = () => Enumerable.Range(0, TestManifest.Valid.Length).Select(length => TestManifest.Parse(TestManifest.Valid[..length]).Problems.Count).Min();

        read.Should().NotThrow().Which.Should().Be(1);
    }

    private static (JsonValue? Value, EquatableList<ManifestProblem> Problems) Read(string text)
    {
        var problems = new ProblemList();
        return (new JsonReader(text, problems).Read(), problems.InOrder());
    }
}
