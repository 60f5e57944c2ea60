using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.Tests.Support;

/// <summary>A chat client of another provider, whose answers a test writes.</summary>
internal sealed class ScriptedClient(Func<ChatOptions?, CancellationToken, IAsyncEnumerable<AIContent>> answer, string? modelId = ScriptedClient.ModelId, EdgeModel? model = null) : IChatClient
{
    public const string ModelId = "scripted";

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var content in answer(options, cancellationToken))
            yield return new(ChatRole.Assistant, [content]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EdgeModel) ? model : serviceType == typeof(ChatClientMetadata) && modelId is not null ? new ChatClientMetadata("test", null, modelId) : null;

    public void Dispose()
    {
    }
}
