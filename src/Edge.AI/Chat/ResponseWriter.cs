using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>Writes the updates of one response, all with the same ids and date.</summary>
internal sealed class ResponseWriter(string modelId, DateTimeOffset createdAt)
{
    private readonly string _id = $"edge-{Guid.NewGuid():N}";

    /// <summary>Says how many messages were left out. It has no message's id, which makes it a property of the response and not of its message.</summary>
    public ChatResponseUpdate Dropped(int messages) => new(ChatRole.Assistant, [])
    {
        ResponseId = _id,
        CreatedAt = createdAt,
        ModelId = modelId,
        AdditionalProperties = new() { [EdgeChatClient.DroppedMessagesKey] = messages },
    };

    /// <summary>The last update: why the answer ended, and what it took.</summary>
    public ChatResponseUpdate End(ChatFinishReason reason, int promptTokens, int cachedTokens, int outputTokens, int reasoningTokens)
    {
        var update = Content(new UsageContent(new()
        {
            InputTokenCount = promptTokens,
            CachedInputTokenCount = cachedTokens,
            OutputTokenCount = outputTokens,
            ReasoningTokenCount = reasoningTokens,
            TotalTokenCount = promptTokens + outputTokens,
        }));
        update.FinishReason = reason;
        return update;
    }

    /// <summary>A piece of the answer.</summary>
    public ChatResponseUpdate Content(AIContent content) => new(ChatRole.Assistant, [content])
    {
        ResponseId = _id,
        MessageId = _id,
        CreatedAt = createdAt,
        ModelId = modelId,
    };
}
