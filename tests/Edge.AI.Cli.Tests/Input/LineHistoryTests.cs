using Edge.AI.Cli.Input;

namespace Edge.AI.Cli.Tests.Input;

public sealed class LineHistoryTests
{
    [Fact]
    public void The_way_back_ends_at_the_new_line()
    {
        var history = Of("one", "two");

        history.Older("new").Should().Be("two");
        history.Older("two").Should().Be("one");
        history.Older("one").Should().BeNull();
        history.Newer().Should().Be("two");
        history.Newer().Should().Be("new");
        history.Newer().Should().BeNull();
    }

    [Fact]
    public void A_repeated_line_and_an_empty_one_are_not_kept()
    {
        var history = Of("one", "one", "");

        history.Older("").Should().Be("one");
        history.Older("").Should().BeNull();
    }

    private static LineHistory Of(params string[] lines)
    {
        var history = new LineHistory();
        foreach (var line in lines)
            history.Add(line);
        return history;
    }
}
