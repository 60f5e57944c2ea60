using System.Runtime.CompilerServices;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Answers;

/// <summary>One answer: the tokens of a generation become updates, which all have the same id and date.</summary>
internal sealed class Answer(string modelId, DateTimeOffset createdAt, Generation generation, TextDecoder decoder, AnswerReader reader)
{
    private readonly string _id = $"edge-{Guid.NewGuid():N}";
    private int _reasoningTokens;

    private bool IsCutOff => generation.End is not GenerationEnd.EndToken;

    private ChatFinishReason FinishReason =>
        !reader.IsComplete && IsCutOff ? ChatFinishReason.Length
        : reader.HasCalls ? ChatFinishReason.ToolCalls
        : ChatFinishReason.Stop;

    /// <summary>Reads the answer.</summary>
    /// <param name="includes">Whether the caller wants a content.</param>
    /// <param name="droppedMessages">How many messages of the conversation were left out.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(Func<AIContent, bool> includes, int droppedMessages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (droppedMessages > 0)
            yield return About(new() { [EdgeChatClient.DroppedMessagesKey] = droppedMessages });

        await foreach (var token in generation.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var content in Read(token))
            {
                if (includes(content))
                    yield return Update(content);
            }

            if (reader.IsComplete)
                break;
        }

        foreach (var content in reader.Flush(IsCutOff))
        {
            if (includes(content))
                yield return Update(content);
        }

        if (generation.DraftedTokens > 0)
            yield return About(new() { [EdgeChatClient.DraftedTokensKey] = generation.DraftedTokens, [EdgeChatClient.AcceptedTokensKey] = generation.AcceptedTokens });
        yield return End();
    }

    private AIContent[] Read(int token)
    {
        var wasReasoning = reader.IsReasoning;
        var contents = reader.Append(decoder.Append(token));
        _reasoningTokens += wasReasoning || reader.IsReasoning ? 1 : 0;
        return contents;
    }

    /// <summary>Without a message id, so that the numbers become properties of the response and not of its message.</summary>
    private ChatResponseUpdate About(AdditionalPropertiesDictionary properties) => new(ChatRole.Assistant, [])
    {
        ResponseId = _id,
        CreatedAt = createdAt,
        ModelId = modelId,
        AdditionalProperties = properties,
    };

    private ChatResponseUpdate End()
    {
        var update = Update(new UsageContent(new()
        {
            InputTokenCount = generation.Prompt.Length,
            CachedInputTokenCount = generation.CachedTokens,
            OutputTokenCount = generation.ReadTokens,
            ReasoningTokenCount = _reasoningTokens,
            TotalTokenCount = generation.Prompt.Length + generation.ReadTokens,
        }));
        update.FinishReason = FinishReason;
        return update;
    }

    private ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content])
    {
        ResponseId = _id,
        MessageId = _id,
        CreatedAt = createdAt,
        ModelId = modelId,
    };
}
