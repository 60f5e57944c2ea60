using Microsoft.Extensions.AI;

namespace Edge.AI.Fallback;

/// <summary>Decides which client answers a request.</summary>
/// <param name="options">The reasons that count.</param>
/// <param name="local">The client of the local model; null if there is none beneath the middleware, so that only its errors can be a reason.</param>
internal sealed class FallbackPolicy(FallbackOptions options, EdgeChatClient? local)
{
    /// <summary>Returns why the local model should not be asked. If it is not in memory, it is loaded in the background.</summary>
    public FallbackReasons ReasonBefore(ChatOptions? request)
    {
        if (local is null || !MayLeave(request))
            return FallbackReasons.None;

        var client = local.ClientFor(request?.ModelId);
        return Counts(FallbackReasons.NotReady) && !client.TryPrepare() ? FallbackReasons.NotReady
            : Counts(FallbackReasons.Busy) && options.MaxQueueAge < client.OldestWait ? FallbackReasons.Busy
            : FallbackReasons.None;
    }

    /// <summary>Returns why another client can answer although the local model failed.</summary>
    public FallbackReasons ReasonAfter(EdgeAIException error, ChatOptions? request)
    {
        var reason = error switch
        {
            ModelNotReadyException => FallbackReasons.NotReady,
            EdgeBusyException => FallbackReasons.Busy,
            ContextExceededException => FallbackReasons.ContextExceeded,
            EdgeContentException => FallbackReasons.ContentUnsupported,
            _ => FallbackReasons.None,
        };
        return MayLeave(request) && Counts(reason) ? reason : FallbackReasons.None;
    }

    private bool Counts(FallbackReasons reason) => options.Reasons.HasFlag(reason);

    /// <summary>Other clients would ignore a grammar silently.</summary>
    private static bool MayLeave(ChatOptions? request) => request is not EdgeChatOptions { Grammar: not null };
}
