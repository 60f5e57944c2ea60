namespace Edge.AI.Bench.Inference.Measures;

/// <summary>One row of the table: a contestant with so many requests at once.</summary>
/// <param name="Contestant">Who.</param>
/// <param name="Requests">How many at once.</param>
/// <param name="Prefill">Prompt tokens per second.</param>
/// <param name="Generation">Generated tokens per second, of all requests together.</param>
/// <param name="TimeToFirst">Milliseconds.</param>
/// <param name="GapP95">Milliseconds.</param>
/// <param name="BytesPerToken">Managed bytes; null where there is no telling.</param>
/// <param name="PeakMemory">Bytes.</param>
internal sealed record Figures(string Contestant, int Requests, Spread Prefill, Spread Generation, Spread TimeToFirst, Spread GapP95, Spread? BytesPerToken, long PeakMemory);

/// <summary>A promise and what became of it.</summary>
internal sealed record Ratio(string Name, double Value);

/// <summary>All that was measured with one model.</summary>
internal sealed record ModelResult(string Model, string Machine, IReadOnlyList<Figures> Rows, IReadOnlyList<Ratio> Ratios);
