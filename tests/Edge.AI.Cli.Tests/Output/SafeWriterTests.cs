using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Tests.Output;

public sealed class SafeWriterTests
{
    [Theory]
    [InlineData("two\nlines\tand a tab", "two\nlines\tand a tab")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", "\\u001b[2J\\u001b]0;title\\u0007")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("line\roverwritten", "line\\u000doverwritten")]
    [InlineData("line\r\nnext", "line\r\nnext")]
    [InlineData("right\u202eleft", "right\\u202eleft")]
    [InlineData("👍", "👍")]
    public void Text_is_the_same_however_it_is_divided(string text, string expected) => Check(text, expected);

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_an_escape()
    {
        // Not in a theory, because its values are stored as UTF-8.
        Check("\ud83d alone", "\\ud83d alone");
        Check("at the end \ud83d", "at the end \\ud83d");
    }

    [Fact]
    public void The_end_adds_no_empty_line()
    {
        var output = new StringWriter { NewLine = "\n" };
        var writer = new SafeWriter(output);

        writer.End();
        writer.Write("one\n");
        writer.End();

        output.ToString().Should().Be("one\n");
    }

    private static void Check(string text, string expected)
    {
        foreach (var length in (int[])[1, 2, 3, text.Length])
        {
            var output = new StringWriter { NewLine = "\n" };
            var writer = new SafeWriter(output);
            foreach (var piece in text.Chunk(length))
                writer.Write(new(piece));
            writer.End();

            output.ToString().Should().Be(expected + "\n");
        }
    }
}
