namespace Edge.AI.Tools;

/// <summary>What was found where a call seemed to begin.</summary>
/// <param name="Length">How many characters it takes up.</param>
/// <param name="Calls">The calls; none if it is mere text after all.</param>
internal sealed record CallReading(int Length, IReadOnlyList<ToolCall> Calls)
{
    /// <summary>Whether there are calls, and the arguments of each are complete.</summary>
    public bool IsWhole => Calls.Count > 0 && Calls.All(call => call.IsWhole);

    /// <summary>It is no call.</summary>
    public static CallReading None { get; } = new(0, []);
}
