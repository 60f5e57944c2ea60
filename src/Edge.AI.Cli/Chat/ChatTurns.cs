using Edge.AI.Cli.Output;
using Microsoft.Extensions.AI;

namespace Edge.AI.Cli.Chat;

/// <summary>Asks the model, shows its answers, and keeps both in the conversation.</summary>
internal sealed class ChatTurns(Conversation conversation, ChatOptions options, Terminal terminal, Interrupts interrupts)
{
    /// <summary>Asks a question. Ctrl-C stops the answer; its text so far stays in the conversation.</summary>
    /// <returns>Whether the answer is complete.</returns>
    /// <exception cref="EdgeAIException">The model cannot answer. The question is not kept.</exception>
    /// <exception cref="OperationCanceledException">The command must end.</exception>
    public async Task<bool> AskAsync(ChatModel model, string text)
    {
        var question = new ChatMessage(ChatRole.User, text);
        var updates = new List<ChatResponseUpdate>();
        IAnswerDisplay display = terminal.IsJson ? new JsonAnswer(terminal, model.Id) : new TextAnswer(terminal);
        try
        {
            var isComplete = await interrupts.TryRunAsync(async cancellationToken =>
            {
                await foreach (var update in model.Client.GetStreamingResponseAsync([.. conversation.Messages, question], options, cancellationToken))
                {
                    updates.Add(update);
                    display.Show(update);
                }
            });
            var answer = updates.ToChatResponse();
            display.End(answer, isStopped: !isComplete);
            conversation.Add(question, isComplete ? answer.Messages : TextOf(answer));
            return isComplete;
        }
        catch
        {
            display.Break();
            throw;
        }
    }

    /// <summary>Of a stopped answer, only the text is kept: a call without a result would make the next request invalid.</summary>
    private static IEnumerable<ChatMessage> TextOf(ChatResponse answer) => answer.Text is { Length: > 0 } text ? [new(ChatRole.Assistant, text)] : [];
}
