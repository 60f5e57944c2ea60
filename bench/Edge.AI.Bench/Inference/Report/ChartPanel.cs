using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Report;

/// <summary>A chart of bars: groups along the axis, a bar for each series.</summary>
/// <param name="Title">What the bars show.</param>
/// <param name="Series">The names of the bars, in order.</param>
/// <param name="Groups">The groups.</param>
internal sealed record ChartPanel(string Title, IReadOnlyList<string> Series, IReadOnlyList<ChartGroup> Groups);

/// <summary>Bars side by side. A series may be missing.</summary>
internal sealed record ChartGroup(string Label, IReadOnlyList<(string Series, Spread Value)> Bars);
