using System.Text;
using Microsoft.Extensions.AI;

namespace Edge.AI.Samples.Chat;

/// <summary>A conversation on the console: one question, or several until the input ends.</summary>
internal sealed class ChatSession(IChatClient chat, ProvisioningBar bar, Interrupts interrupts, bool verbose)
{
    private const int Cancelled = 130; // 128 + SIGINT, as in shells

    private readonly List<ChatMessage> _history = [];

    public async Task<int> RunAsync(string? question)
    {
        if (question is not null)
            return await AnswerAsync(question) ? 0 : Cancelled;

        while (ReadQuestion() is { } next)
        {
            try
            {
                if (!string.IsNullOrWhiteSpace(next))
                    await AnswerAsync(next);
            }
            catch (EdgeAIException e)
            {
                ErrorText.Write(e, verbose); // the next question may succeed
            }
        }

        return 0;
    }

    private static string? ReadQuestion()
    {
        if (!Console.IsInputRedirected)
            Console.Write("> ");
        return Console.ReadLine();
    }

    /// <summary>Streams one answer; false if Ctrl-C ended it. Its text stays in the history in both cases.</summary>
    private Task<bool> AnswerAsync(string question) => interrupts.GuardAsync(async cancellationToken =>
    {
        var said = new StringBuilder();
        try
        {
            await using var updates = chat.GetStreamingResponseAsync([.. _history, new(ChatRole.User, question)], cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
            var first = updates.MoveNextAsync().AsTask();
            await bar.ShowUntilAsync(first, cancellationToken);
            for (var more = await first; more; more = await updates.MoveNextAsync())
            {
                Console.Write(updates.Current.Text);
                said.Append(updates.Current.Text);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            if (said.Length > 0)
            {
                Console.WriteLine();
                _history.AddRange([new(ChatRole.User, question), new(ChatRole.Assistant, said.ToString())]);
            }
        }
    });
}
