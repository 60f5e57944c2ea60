using Edge.AI.Cli.Output;
using Microsoft.Extensions.AI;

namespace Edge.AI.Cli.Chat;

/// <summary>Asks the model, shows its answers, and keeps both in the conversation.</summary>
internal sealed class ChatTurns(Conversation conversation, ChatOptions options, Terminal terminal)
{
    /// <summary>Asks a question.</summary>
    /// <exception cref="EdgeAIException">The model cannot answer. The question is not kept.</exception>
    /// <exception cref="OperationCanceledException">The answer was stopped. Its text so far stays in the conversation.</exception>
    public async Task AskAsync(ChatModel model, string text, CancellationToken cancellationToken)
    {
        var question = new ChatMessage(ChatRole.User, text);
        var updates = new List<ChatResponseUpdate>();
        IAnswerDisplay display = terminal.IsJson ? new JsonAnswer(terminal, model.Id) : new TextAnswer(terminal);
        try
        {
            await foreach (var update in model.Client.GetStreamingResponseAsync([.. conversation.Messages, question], options, cancellationToken))
            {
                updates.Add(update);
                display.Show(update);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var part = updates.ToChatResponse();
            display.End(part, isStopped: true);
            conversation.Add(question, TextOf(part));
            throw;
        }
        catch
        {
            display.Break();
            throw;
        }

        var answer = updates.ToChatResponse();
        display.End(answer, isStopped: false);
        conversation.Add(question, answer.Messages);
    }

    /// <summary>Of a stopped answer, only the text is kept: a call without a result would make the next request invalid.</summary>
    private static IEnumerable<ChatMessage> TextOf(ChatResponse answer) => answer.Text is { Length: > 0 } text ? [new(ChatRole.Assistant, text)] : [];
}
