using System.Xml.Linq;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Report;
using Edge.AI.Bench.Inference.Scenarios;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Bench;

public sealed class ScenarioReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_has_a_cell_for_each_figure_and_lines_for_ratios_and_remarks()
    {
        var lines = ScenarioReport.Markdown(Busy("one", 40)).Split('\n');

        lines.Should().Contain("| busy processes | requests | contestant | generation tokens/s |");
        lines.Should().Contain("| 1 | 1 | adaptive | 40.0 (36.0–44.0) |");
        lines.Should().Contain("| 1 | 1 | LLamaSharp |  |");
        lines.Should().Contain("ratio busy-1 0.900");
        lines.Should().Contain("- LLamaSharp: the process ended with 134 (abort)");
    }

    [Fact]
    public void The_page_has_a_section_for_each_measured_command_with_every_model()
    {
        ScenarioReport.Write(_folder.Path, Busy("one", 40));
        ScenarioReport.Write(_folder.Path, Busy("two", 50));
        ScenarioReport.Write(_folder.Path, Busy("one", 60));

        PerformancePage.Write(_folder.Path, Path.Combine(_folder.Path, "performance.md"));

        var page = File.ReadAllText(Path.Combine(_folder.Path, "performance.md"));
        page.Should().Contain("## Beside other work").And.NotContain("## Cold start");
        page.Should().Contain("one, 2 processors").And.Contain("two, 2 processors").And.Contain("60.0 (54.0–66.0)").And.NotContain("40.0 (36.0–44.0)");
        XDocument.Load(Path.Combine(_folder.Path, "busy.svg")).Root!.Value.Should().Contain("one: generated tokens/s by busy processes").And.Contain("adaptive");
    }

    [Theory]
    [InlineData(5, 3)] // they were ended by the limit of 3 s: 6 pieces in 2 s
    [InlineData(4, 6)] // both had all their tokens after 2 s: 6 pieces in 1 s
    public void A_rate_from_the_second_second_on_ignores_the_first_one(int asked, double rate)
    {
        var done = new WorkDone([Answer(500, 1001, 1500, 2000), Answer(900, 1250, 1750, 1999)]);

        Reading.RateBetween(done, earliest: 1000, limit: 3000, asked).Should().BeApproximately(rate, 1e-9);
    }

    [Fact]
    public void A_rate_begins_with_the_last_first_token_but_prompts_count_as_such_for_half_of_the_time_at_most()
    {
        Reading.RateBetween(new([Answer(500, 1100, 1500), Answer(1400, 1500)]), earliest: 1000, limit: 3000, tokens: 100).Should().BeApproximately(2 / 1.6, 1e-9);
        Reading.RateBetween(new([Answer(500, 1100, 1600), Answer(2900, 2950)]), earliest: 1000, limit: 3000, tokens: 100).Should().BeApproximately(3 / 1.5, 1e-9);
        Reading.RateBetween(new([Answer(500, 1100, 1600), Answer()]), earliest: 1000, limit: 3000, tokens: 100).Should().BeApproximately(1 / 1.5, 1e-9);
    }

    [Fact]
    public void A_request_that_was_ended_before_its_first_token_waited_until_the_limit() =>
        Reading.TimeToFirst(new([Answer(500, 900), Answer(), Answer()]), limit: 3000).Should().Be(3000);

    [Fact]
    public void A_request_that_hardly_answers_has_a_low_rate()
    {
        Reading.RateBetween(new([Answer(500, 2999.99, 3000)]), earliest: 1000, limit: 3000, tokens: 100).Should().BeApproximately(1, 1e-9);
        Reading.RateBetween(new([Answer(500)]), earliest: 1000, limit: 3000, tokens: 1).Should().Be(0);
    }

    [Fact]
    public void Requests_that_follow_one_another_count_from_their_first_token_to_their_last() =>
        Reading.RateOneByOne(new([Answer(500, 1000, 1500), Answer(5000, 5250)])).Should().BeApproximately(3 / 1.25, 1e-9);

    [Fact]
    public void Different_texts_are_shown_where_they_part() =>
        SpeculationGain.Difference("The river is long.", "The river is deep.").Should().Be("from character 13, after 'The river is ': 'long.' with speculation, 'deep.' without");

    private static ScenarioResult Busy(string model, double rate) => new(
        BusyMachine.Name,
        model,
        "2 processors",
        new(2026, 11, 29),
        ["busy processes", "requests", "contestant"],
        ["generation tokens/s"],
        [new(["1", "1", "adaptive"], [new(rate, rate * 0.9, rate * 1.1)]), new(["1", "1", "LLamaSharp"], [null])],
        [new("busy-1", 0.9)],
        ["LLamaSharp: the process ended with 134 (abort)"]);

    private static Answer Answer(params double[] times) => new(0, times, PromptTokens: 1, CachedTokens: 0, times.Length);
}
