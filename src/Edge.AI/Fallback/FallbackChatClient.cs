using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Fallback;

/// <summary>Asks the local model first, and another client if the local model cannot answer.</summary>
internal sealed partial class FallbackChatClient(IChatClient local, IChatClient fallback, FallbackPolicy policy, ILogger logger) : DelegatingChatClient(local)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<ChatMessage> conversation = [.. messages]; // read once, although two clients may be asked
        var reason = policy.ReasonBefore(options);
        if (reason == FallbackReasons.None)
        {
            try
            {
                var response = await base.GetResponseAsync(conversation, options, cancellationToken).ConfigureAwait(false);
                FallbackMeter.Count(FallbackReasons.None);
                return response;
            }
            catch (EdgeAIException e) when (policy.ReasonAfter(e, options) != FallbackReasons.None)
            {
                reason = policy.ReasonAfter(e, options);
            }
        }

        Begin(reason);
        var answer = await fallback.GetResponseAsync(conversation, WithoutModel(options), cancellationToken).ConfigureAwait(false);
        answer.ModelId ??= ModelOfFallback;
        return answer;
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync([.. messages], options, cancellationToken);
    }

    /// <summary>In the reverse order of creation. An error of the other client must not keep the local one open.</summary>
    protected override void Dispose(bool disposing)
    {
        try
        {
            if (disposing)
                fallback.Dispose();
        }
        finally
        {
            base.Dispose(disposing);
        }
    }

    private string? ModelOfFallback => fallback.GetService<ChatClientMetadata>()?.DefaultModelId;

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(List<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reason = policy.ReasonBefore(options);
        if (reason == FallbackReasons.None)
        {
            List<ChatResponseUpdate> early = []; // without content; if the local model fails now, the caller has not seen anything of its answer
            var (hasBegun, hasEnded) = (false, false);
            var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var end = updates.ConfigureAwait(false);
            while (!hasEnded)
            {
                try
                {
                    hasEnded = !await updates.MoveNextAsync().ConfigureAwait(false);
                }
                catch (EdgeAIException e) when (!hasBegun && policy.ReasonAfter(e, options) != FallbackReasons.None)
                {
                    reason = policy.ReasonAfter(e, options);
                    break;
                }

                if (!hasEnded)
                    early.Add(updates.Current);
                if (!hasBegun && !hasEnded && updates.Current.Contents.Count == 0)
                    continue;

                if (!hasBegun)
                    FallbackMeter.Count(FallbackReasons.None);
                hasBegun = true;
                foreach (var update in early)
                    yield return update;
                early.Clear();
            }

            if (reason == FallbackReasons.None)
                yield break;
        }

        Begin(reason);
        await foreach (var update in fallback.GetStreamingResponseAsync(messages, WithoutModel(options), cancellationToken).ConfigureAwait(false))
        {
            update.ModelId ??= ModelOfFallback;
            yield return update;
        }
    }

    private void Begin(FallbackReasons reason)
    {
        FallbackMeter.Count(reason);
        LogFallback(logger, reason);
    }

    /// <summary>The model that the caller named is a local one.</summary>
    private static ChatOptions? WithoutModel(ChatOptions? options)
    {
        if (options?.ModelId is null)
            return options;

        var copy = options.Clone();
        copy.ModelId = null;
        return copy;
    }

    [LoggerMessage(EventId = 6200, Level = LogLevel.Debug, Message = "The fallback answers a request: {Reason}")]
    private static partial void LogFallback(ILogger logger, FallbackReasons reason);
}
