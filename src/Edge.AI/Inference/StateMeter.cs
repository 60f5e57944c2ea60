using System.Diagnostics.Metrics;
using Edge.AI.Common;

namespace Edge.AI.Inference;

/// <summary>The instrument of the meter <c>Edge.AI</c> that describes prompt states on disk.</summary>
internal static class StateMeter
{
    private static readonly Counter<long> s_files = Telemetry.Meter.CreateCounter<long>("edge_ai.prompt_cache.files", "{file}", "Files of PromptCacheDirectory, by what happened: restored, missed, written, evicted, rejected.");

    public static void Count(string outcome) => s_files.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
