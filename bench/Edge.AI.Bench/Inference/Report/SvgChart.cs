using System.Globalization;
using System.Security;
using System.Text;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Report;

/// <summary>Draws figures as bars, with a panel for each model and the spread as a line on each bar. The colours fit light and dark pages.</summary>
internal static class SvgChart
{
    private const double Width = 720, PanelHeight = 300, Left = 56, Right = 16, Top = 52, PlotHeight = 200;

    private static readonly string[] Colors = ["#8b949e", "#2f81f7", "#d29922", "#3fb950", "#a371f7"];

    public static string Of(IReadOnlyList<ModelResult> results) => Of([.. results.Select(PanelOf)], "Generated tokens per second");

    /// <param name="panels">Charts, one below the other.</param>
    /// <param name="label">What they show, for readers who do not see them.</param>
    public static string Of(IReadOnlyList<ChartPanel> panels, string label)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {PanelHeight * panels.Count}\" role=\"img\" aria-label=\"{SecurityElement.Escape(label)}\">\n");
        svg.Append("<style>text{font:12px system-ui,sans-serif;fill:#1f2328}.title{font-size:14px;font-weight:600}.grid{stroke:#8b949e;stroke-opacity:.35}.spread{stroke:#1f2328}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.spread{stroke:#e6edf3}}</style>\n");
        for (var panel = 0; panel < panels.Count; panel++)
            AppendPanel(svg, panels[panel], panel * PanelHeight);
        return svg.Append("</svg>\n").ToString();
    }

    private static ChartPanel PanelOf(ModelResult result) => new(
        $"{result.Model}: generated tokens/s by requests at once",
        [.. result.Rows.Select(row => row.Contestant).Distinct(StringComparer.Ordinal)],
        [.. result.Rows.GroupBy(row => row.Requests).Select(group => new ChartGroup(group.Key.ToString(CultureInfo.InvariantCulture), [.. group.Select(row => (row.Contestant, row.Generation))]))]);

    private static void AppendPanel(StringBuilder svg, ChartPanel panel, double y)
    {
        var highest = panel.Groups.SelectMany(group => group.Bars).Max(bar => bar.Value.Most);
        var step = TickStep(highest);
        var ticks = (int)Math.Ceiling(highest / step);
        var scale = PlotHeight / (ticks * step);
        var floor = y + Top + PlotHeight;

        AppendText(svg, Left, y + 20, "start", panel.Title, "title");
        var legendWidth = Math.Min(150, (Width - Left - Right) / panel.Series.Count);
        for (var series = 0; series < panel.Series.Count; series++)
        {
            AppendBar(svg, Left + series * legendWidth, y + 30, 12, 12, series);
            AppendText(svg, Left + series * legendWidth + 18, y + 40, "start", panel.Series[series]);
        }

        for (var tick = 0; tick <= ticks; tick++)
        {
            var at = floor - tick * step * scale;
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at:0.#}\" y2=\"{at:0.#}\"/>\n");
            AppendText(svg, Left - 8, at + 4, "end", (tick * step).ToString("0.##", CultureInfo.InvariantCulture));
        }

        var groupWidth = (Width - Left - Right) / panel.Groups.Count;
        var barWidth = groupWidth * 0.8 / panel.Series.Count;
        for (var group = 0; group < panel.Groups.Count; group++)
        {
            var x = Left + group * groupWidth + groupWidth * 0.1;
            foreach (var (name, value) in panel.Groups[group].Bars)
            {
                var series = panel.Series.ToList().IndexOf(name);
                var (barX, height) = (x + series * barWidth, value.Median * scale);
                var middle = barX + barWidth / 2;
                AppendBar(svg, barX, floor - height, barWidth - 2, height, series);
                svg.Append(CultureInfo.InvariantCulture, $"<line class=\"spread\" x1=\"{middle:0.#}\" x2=\"{middle:0.#}\" y1=\"{floor - value.Most * scale:0.#}\" y2=\"{floor - value.Least * scale:0.#}\"/>\n");
                AppendText(svg, middle, floor - value.Most * scale - 4, "middle", value.Median.ToString("0", CultureInfo.InvariantCulture));
            }

            AppendText(svg, Left + (group + 0.5) * groupWidth, floor + 18, "middle", panel.Groups[group].Label);
        }
    }

    /// <summary>1, 2 or 5 times a power of ten, so that about five lines reach the highest value.</summary>
    internal static double TickStep(double highest)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(highest, 1e-9) / 5)));
        return power * new[] { 1, 2, 5, 10 }.First(factor => power * factor >= highest / 5 * 0.999);
    }

    private static void AppendBar(StringBuilder svg, double x, double y, double width, double height, int contestant) =>
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"1\" fill=\"{Colors[contestant % Colors.Length]}\"/>\n");

    private static void AppendText(StringBuilder svg, double x, double y, string anchor, string text, string? style = null) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text{(style is null ? "" : $" class=\"{style}\"")} x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{SecurityElement.Escape(text)}</text>\n");
}
