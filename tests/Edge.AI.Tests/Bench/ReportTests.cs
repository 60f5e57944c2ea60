using System.Globalization;
using System.Xml.Linq;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Report;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Bench;

public sealed class ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ratios_are_printed_one_per_line_in_any_culture() =>
        In(WithComma(), () => ConsoleReport.RatioLines([new("generation-1-vs-bare", 0.98765), new("bytes-per-token", 1234)]).ToList())
            .Should().Equal("ratio generation-1-vs-bare 0.988", "ratio bytes-per-token 1234.000");

    [Fact]
    public void Models_share_one_table_with_their_ratios_side_by_side()
    {
        var lines = MarkdownReport.Of([Result("one", generation: 100), Result("two <2>", generation: 50)]).Split('\n');

        lines.Should().Contain("| one | client | 4 | 10.0 (9.0–11.0) | 100.0 (90.0–110.0) | 10.0 (9.0–11.0) | 10.0 (9.0–11.0) | 512 | 300 |");
        lines.Should().Contain("| two <2> | node | 4 | 10.0 (9.0–11.0) | 25.0 (22.5–27.5) | 10.0 (9.0–11.0) | 10.0 (9.0–11.0) |  | 300 |");
        lines.Should().Contain("| generation-4-vs-node | 2.000 | 2.000 |");
    }

    [Fact]
    public void The_chart_is_well_formed_and_its_bars_are_as_high_as_their_figures()
    {
        XNamespace svg = "http://www.w3.org/2000/svg";

        var chart = XDocument.Parse(SvgChart.Of([Result("one & <two>", generation: 100)]));

        chart.Root!.Elements(svg + "text").First().Value.Should().StartWith("one & <two>:");
        var heights = chart.Root.Elements(svg + "rect").Select(bar => (double)bar.Attribute("height")!).Where(height => height > 12).ToList();
        heights.Should().HaveCount(2);
        (heights[0] / heights[1]).Should().BeApproximately(2, 0.01);
    }

    [Theory]
    [InlineData(426, 100)]
    [InlineData(130, 50)]
    [InlineData(9, 2)]
    [InlineData(5, 1)]
    [InlineData(0.4, 0.1)]
    public void Grid_lines_are_at_round_numbers(double highest, double step) => SvgChart.TickStep(highest).Should().BeApproximately(step, 1e-9);

    [Fact]
    public void A_second_model_is_added_and_a_second_run_replaces_its_figures()
    {
        ReportFiles.Write(_folder.Path, Result("one", generation: 100));
        ReportFiles.Write(_folder.Path, Result("two", generation: 50));
        ReportFiles.Write(_folder.Path, Result("one", generation: 300));

        var table = File.ReadAllText(Path.Combine(_folder.Path, "inference.md"));
        table.Should().Contain("| one | client | 4 | 10.0 (9.0–11.0) | 300.0").And.Contain("| two | client").And.NotContain("| 100.0 (");
        File.ReadAllText(Path.Combine(_folder.Path, "inference.svg")).Should().Contain("one:").And.Contain("two:");
    }

    private static ModelResult Result(string model, double generation) => new(
        model,
        "2 threads",
        [Row("client", generation, bytesPerToken: Around(512)), Row("node", generation / 2, bytesPerToken: null)],
        [new("generation-4-vs-node", 2)]);

    private static Figures Row(string contestant, double generation, Spread? bytesPerToken) =>
        new(contestant, 4, Around(10), Around(generation), Around(10), Around(10), bytesPerToken, 300_000_000);

    private static Spread Around(double value) => new(value, value * 0.9, value * 1.1);

    private static CultureInfo WithComma()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        return culture;
    }

    private static T In<T>(CultureInfo culture, Func<T> act)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            return act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
