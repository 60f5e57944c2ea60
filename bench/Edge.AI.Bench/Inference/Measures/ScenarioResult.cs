namespace Edge.AI.Bench.Inference.Measures;

/// <summary>The results of one command with one model.</summary>
/// <param name="Scenario">The name of the command.</param>
/// <param name="Model">The name of the model.</param>
/// <param name="Machine">Processors and rounds.</param>
/// <param name="Date">The day of the measurement.</param>
/// <param name="Keys">The names of the first columns, which say what was measured.</param>
/// <param name="Values">The names and units of the other columns.</param>
/// <param name="Rows">The rows of the table.</param>
/// <param name="Ratios">Ratios within each round.</param>
/// <param name="Remarks">What a reader must know: contestants whose process ended, and noisy rounds.</param>
internal sealed record ScenarioResult(
    string Scenario,
    string Model,
    string Machine,
    DateOnly Date,
    IReadOnlyList<string> Keys,
    IReadOnlyList<string> Values,
    IReadOnlyList<ScenarioRow> Rows,
    IReadOnlyList<Ratio> Ratios,
    IReadOnlyList<string> Remarks);

/// <summary>One row: what was measured, and a figure for each column; null if there is none.</summary>
internal sealed record ScenarioRow(IReadOnlyList<string> Keys, IReadOnlyList<Spread?> Values);
