namespace Edge.AI.Tools;

/// <summary>The result of parsing a possible call.</summary>
/// <param name="Length">The number of characters that were parsed.</param>
/// <param name="Calls">The calls; empty if the text is not a call.</param>
internal sealed record CallReading(int Length, IReadOnlyList<ToolCall> Calls)
{
    /// <summary>Whether there are calls, and the arguments of each are complete.</summary>
    public bool IsWhole => Calls.Count > 0 && Calls.All(call => call.IsWhole);

    /// <summary>The text is not a call.</summary>
    public static CallReading None { get; } = new(0, []);
}
