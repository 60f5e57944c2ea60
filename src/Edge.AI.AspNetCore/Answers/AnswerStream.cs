using System.Runtime.CompilerServices;
using System.Text.Json;
using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.Answers;

/// <summary>The answer of a chat client while it is generated, as the protocols show it.</summary>
internal sealed class AnswerStream : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ChatResponseUpdate> _updates;
    private readonly HashSet<string> _offered;
    private readonly UsageDetails _usage = new();
    private ChatFinishReason? _finish;
    private bool _hasCalls;
    private bool _hasUpdate;

    private AnswerStream(IAsyncEnumerator<ChatResponseUpdate> updates, IEnumerable<AITool>? tools)
    {
        _updates = updates;
        _offered = (tools ?? []).Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Gets the end of the answer, when all parts were read.</summary>
    public AnswerEnd End => new(_hasCalls && _finish != ChatFinishReason.Length ? ChatFinishReason.ToolCalls : _finish ?? ChatFinishReason.Stop, _usage);

    /// <summary>Starts a request, and waits for the first piece, so that an error can still have a status.</summary>
    public static async Task<AnswerStream> OpenAsync(IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var stream = new AnswerStream(client.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken), options.Tools);
        try
        {
            stream._hasUpdate = await stream._updates.MoveNextAsync().ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads the parts, once. Calls of tools that the request did not offer are the app's own, and are left out.</summary>
    public async IAsyncEnumerable<AnswerPart> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (_hasUpdate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var update = _updates.Current;
            _finish = update.FinishReason ?? _finish;
            foreach (var content in update.Contents)
            {
                if (PartOf(content) is { } part)
                    yield return part;
            }

            _hasUpdate = await _updates.MoveNextAsync().ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _updates.DisposeAsync();

    private AnswerPart? PartOf(AIContent content)
    {
        switch (content)
        {
            case TextReasoningContent { Text.Length: > 0 } reasoning:
                return new ReasoningPart(reasoning.Text);
            case TextContent { Text.Length: > 0 } text:
                return new TextPart(text.Text);
            case FunctionCallContent call when _offered.Contains(call.Name):
                _hasCalls = true;
                return new CallPart(call.CallId, call.Name, ArgumentsOf(call));
            case UsageContent usage:
                _usage.Add(usage.Details);
                return null;
            case ErrorContent error:
                throw new ApiException(new(StatusCodes.Status502BadGateway, error.ErrorCode ?? "model_error", error.Message ?? "The chat client reported an error."));
            default:
                return null;
        }
    }

    private static string ArgumentsOf(FunctionCallContent call) =>
        call.Arguments is null ? "{}" : JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));
}
