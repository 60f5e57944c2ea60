using System.Diagnostics.Metrics;
using Edge.AI.Common;

namespace Edge.AI.Fallback;

/// <summary>The instrument of the meter <c>Edge.AI</c> that tells which client answered.</summary>
internal static class FallbackMeter
{
    private static readonly Counter<long> s_requests = Telemetry.Meter.CreateCounter<long>("edge_ai.fallback.requests", "{request}", "Requests of clients with a fallback, by the client that answered.");

    /// <summary>Counts a request.</summary>
    /// <param name="reason">Why the fallback answers; <see cref="FallbackReasons.None"/> if the local model answers.</param>
    public static void Count(FallbackReasons reason)
    {
        if (s_requests.Enabled)
            s_requests.Add(1, new("edge_ai.answered_by", reason == FallbackReasons.None ? "local" : "fallback"), new("edge_ai.fallback.reason", NameOf(reason)));
    }

    private static string NameOf(FallbackReasons reason) => reason switch
    {
        FallbackReasons.NotReady => "not_ready",
        FallbackReasons.Busy => "busy",
        FallbackReasons.ContextExceeded => "context_exceeded",
        FallbackReasons.ContentUnsupported => "content_unsupported",
        _ => "none",
    };
}
