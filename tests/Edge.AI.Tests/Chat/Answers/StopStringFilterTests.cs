using Edge.AI.Chat.Answers;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.AI.Tests.Chat.Answers;

public sealed class StopStringFilterTests
{
    [Fact]
    public void However_the_text_is_cut_what_comes_out_is_the_text_before_the_first_stop_string()
    {
        var letters = Gen.Elements('a', 'b', 'c');
        var stops = Gen.NonEmptyListOf(letters).Select(list => string.Concat(list.Take(4))).ListOf();
        var pieces = Gen.ListOf(letters).Select(list => string.Concat(list.Take(5))).ListOf();

        Prop.ForAll(stops.ToArbitrary(), pieces.ToArbitrary(), (stopStrings, parts) =>
        {
            var filter = new StopStringFilter([.. stopStrings]);
            var passed = "";
            foreach (var part in parts)
            {
                passed += filter.Append(part);
                if (filter.Stopped)
                    break;
            }

            if (!filter.Stopped)
                passed += filter.Flush();

            return passed == Expected(string.Concat(parts), [.. stopStrings]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Text_that_can_not_be_a_beginning_passes_at_once() =>
        new StopStringFilter(["</s>"]).Append("hello <").Should().Be("hello ");

    [Fact]
    public void A_beginning_that_turns_out_otherwise_is_passed_on()
    {
        var filter = new StopStringFilter(["</s>"]);

        (filter.Append("a<"), filter.Append("/b"), filter.Stopped).Should().Be(("a", "</b", false));
    }

    /// <summary>The stop string that is complete first wins; of several that are complete at once, the one that begins first.</summary>
    private static string Expected(string text, string[] stops)
    {
        for (var end = 1; end <= text.Length; end++)
        {
            var starts = stops.Where(stop => text[..end].EndsWith(stop, StringComparison.Ordinal)).Select(stop => end - stop.Length).ToList();
            if (starts.Count > 0)
                return text[..starts.Min()];
        }

        return text;
    }
}
