using System.Globalization;
using System.Security;
using System.Text;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Report;

/// <summary>Draws generated tokens per second as bars, with a panel for each model and the spread as a line on each bar. The colours fit light and dark pages.</summary>
internal static class SvgChart
{
    private const double Width = 720, PanelHeight = 300, Left = 56, Right = 16, Top = 52, PlotHeight = 200;

    private static readonly string[] Colors = ["#8b949e", "#2f81f7", "#d29922"];

    public static string Of(IReadOnlyList<ModelResult> results)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {PanelHeight * results.Count}\" role=\"img\" aria-label=\"Generated tokens per second\">\n");
        svg.Append("<style>text{font:12px system-ui,sans-serif;fill:#1f2328}.title{font-size:14px;font-weight:600}.grid{stroke:#8b949e;stroke-opacity:.35}.spread{stroke:#1f2328}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.spread{stroke:#e6edf3}}</style>\n");
        for (var panel = 0; panel < results.Count; panel++)
            AppendPanel(svg, results[panel], panel * PanelHeight);
        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendPanel(StringBuilder svg, ModelResult result, double y)
    {
        var contestants = result.Rows.Select(row => row.Contestant).Distinct(StringComparer.Ordinal).ToList();
        var groups = result.Rows.GroupBy(row => row.Requests).ToList();
        var step = TickStep(result.Rows.Max(row => row.Generation.Most));
        var ticks = (int)Math.Ceiling(result.Rows.Max(row => row.Generation.Most) / step);
        var scale = PlotHeight / (ticks * step);
        var floor = y + Top + PlotHeight;

        AppendText(svg, Left, y + 20, "start", $"{result.Model}: generated tokens/s by requests at once", "title");
        for (var contestant = 0; contestant < contestants.Count; contestant++)
        {
            AppendBar(svg, Left + contestant * 150, y + 30, 12, 12, contestant);
            AppendText(svg, Left + contestant * 150 + 18, y + 40, "start", contestants[contestant]);
        }

        for (var tick = 0; tick <= ticks; tick++)
        {
            var at = floor - tick * step * scale;
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at:0.#}\" y2=\"{at:0.#}\"/>\n");
            AppendText(svg, Left - 8, at + 4, "end", (tick * step).ToString("0.##", CultureInfo.InvariantCulture));
        }

        var groupWidth = (Width - Left - Right) / groups.Count;
        var barWidth = groupWidth * 0.8 / contestants.Count;
        for (var group = 0; group < groups.Count; group++)
        {
            var x = Left + group * groupWidth + groupWidth * 0.1;
            foreach (var row in groups[group])
            {
                var contestant = contestants.IndexOf(row.Contestant);
                var (barX, height) = (x + contestant * barWidth, row.Generation.Median * scale);
                var middle = barX + barWidth / 2;
                AppendBar(svg, barX, floor - height, barWidth - 2, height, contestant);
                svg.Append(CultureInfo.InvariantCulture, $"<line class=\"spread\" x1=\"{middle:0.#}\" x2=\"{middle:0.#}\" y1=\"{floor - row.Generation.Most * scale:0.#}\" y2=\"{floor - row.Generation.Least * scale:0.#}\"/>\n");
                AppendText(svg, middle, floor - row.Generation.Most * scale - 4, "middle", row.Generation.Median.ToString("0", CultureInfo.InvariantCulture));
            }

            AppendText(svg, Left + (group + 0.5) * groupWidth, floor + 18, "middle", groups[group].Key.ToString(CultureInfo.InvariantCulture));
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
