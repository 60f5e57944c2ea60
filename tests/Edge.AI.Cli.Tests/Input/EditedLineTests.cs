using Edge.AI.Cli.Input;

namespace Edge.AI.Cli.Tests.Input;

public sealed class EditedLineTests
{
    [Theory]
    [InlineData("abc", 0, "bc")]
    [InlineData("abc", 1, "ac")]
    [InlineData("abc", 3, "abc")]
    [InlineData("a👍🏽c", 1, "ac")]
    public void Delete_removes_the_character_at_the_cursor(string text, int steps, string expected)
    {
        var line = At(text, steps);

        line.DeleteRight();

        line.Text.Should().Be(expected);
    }

    [Theory]
    [InlineData("abc", 0, "abc")]
    [InlineData("abc", 2, "ac")]
    [InlineData("ae\u0301c", 2, "ac")]
    [InlineData("a👨‍👩‍👧c", 2, "ac")]
    public void Backspace_removes_the_whole_character_before_the_cursor(string text, int steps, string expected)
    {
        var line = At(text, steps);

        line.DeleteLeft();

        line.Text.Should().Be(expected);
    }

    [Fact]
    public void Text_is_inserted_at_the_cursor()
    {
        var line = At("ac", 1);

        line.Insert("b");

        (line.Text, line.Cursor).Should().Be(("abc", 2));
    }

    [Fact]
    public void Words_are_crossed_and_deleted_with_the_spaces_beside_them()
    {
        var line = At("one two  three", 14);

        line.MoveWordLeft();
        line.Cursor.Should().Be(9);
        line.DeleteWordLeft();
        line.Text.Should().Be("one three");
        line.MoveWordRight();
        line.Cursor.Should().Be(9);
    }

    [Fact]
    public void The_line_is_deleted_on_both_sides_of_the_cursor()
    {
        var line = At("one two", 3);

        line.DeleteToEnd();
        line.Text.Should().Be("one");
        line.DeleteToStart();
        (line.Text, line.Cursor).Should().Be(("", 0));
        line.MoveLeft();
        line.MoveRight();
        line.Cursor.Should().Be(0);
    }

    private static EditedLine At(string text, int steps)
    {
        var line = new EditedLine();
        line.Replace(text);
        line.MoveToStart();
        for (var step = 0; step < steps; step++)
            line.MoveRight();
        return line;
    }
}
