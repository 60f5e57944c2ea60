namespace Edge.AI.Bench.Inference.Measures;

/// <summary>One row of the table: a contestant with one number of concurrent requests.</summary>
/// <param name="Contestant">The name of the contestant.</param>
/// <param name="Requests">The number of concurrent requests.</param>
/// <param name="Prefill">Prompt tokens per second.</param>
/// <param name="Generation">Generated tokens per second of all requests together.</param>
/// <param name="TimeToFirst">The time to the first token, in milliseconds.</param>
/// <param name="GapP95">The 95th percentile of the time between two tokens, in milliseconds.</param>
/// <param name="BytesPerToken">Managed bytes per generated token; null if unknown.</param>
/// <param name="PeakMemory">Peak memory, in bytes.</param>
internal sealed record Figures(string Contestant, int Requests, Spread Prefill, Spread Generation, Spread TimeToFirst, Spread GapP95, Spread? BytesPerToken, long PeakMemory);

/// <summary>A promised ratio and its measured value.</summary>
internal sealed record Ratio(string Name, double Value);

/// <summary>All results of one model.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Machine">Threads, processors and rounds.</param>
/// <param name="Rows">The rows of the table.</param>
/// <param name="Ratios">The ratios, in the order of the measurements.</param>
/// <param name="Remarks">What a reader must know: contestants whose process ended, and noisy rounds. Null in files of older versions.</param>
internal sealed record ModelResult(string Model, string Machine, IReadOnlyList<Figures> Rows, IReadOnlyList<Ratio> Ratios, IReadOnlyList<string>? Remarks = null);
