using Edge.AI.Cli.Output;
using Microsoft.Extensions.AI;

namespace Edge.AI.Cli.Chat;

/// <summary>Writes an answer as JSON lines.</summary>
internal sealed class JsonAnswer(Terminal terminal, string modelId) : IAnswerDisplay
{
    public void Show(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is TextContent { Text.Length: > 0 } text)
                terminal.Result(new TextLine(text.Text));
            else if (content is TextReasoningContent { Text.Length: > 0 } reasoning)
                terminal.Result(new ReasoningLine(reasoning.Text));
        }
    }

    public void End(ChatResponse answer, bool isStopped) => terminal.Result(new AnswerLine(modelId, answer.Text)
    {
        FinishReason = isStopped ? null : answer.FinishReason?.Value,
        InputTokens = answer.Usage?.InputTokenCount,
        CachedTokens = answer.Usage?.CachedInputTokenCount,
        OutputTokens = answer.Usage?.OutputTokenCount,
    });

    public void Break()
    {
    }
}
