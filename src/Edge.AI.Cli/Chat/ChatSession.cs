using System.Text;
using Edge.AI.Cli.Input;
using Edge.AI.Cli.Models;

namespace Edge.AI.Cli.Chat;

/// <summary>A chat on the terminal: questions and commands until the user leaves.</summary>
internal sealed class ChatSession(Session session, LineEditor editor, Conversation conversation, ChatTurns turns, ChatModels models)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        var commands = new SlashCommands(conversation, session.Terminal, UseModelAsync);
        session.Terminal.Note("/help lists the commands. Ctrl-C stops an answer, Ctrl-D ends the chat.");
        try
        {
            while (await ReadAsync() is { } line && await AnswerAsync(line, commands))
            {
            }

            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (session.Interrupts.Ended.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(); // The shell's next prompt gets a line of its own.
            return ExitCode.Cancelled;
        }
    }

    /// <returns>A question or a command; null at the end of the input.</returns>
    private async Task<string?> ReadAsync()
    {
        var text = new StringBuilder();
        for (var prompt = "> "; await editor.ReadAsync(prompt, keep: true, session.Interrupts.Ended) is { } line; prompt = ". ")
        {
            if (!line.EndsWith('\\'))
                return text.Append(line).ToString();

            text.Append(line, 0, line.Length - 1).Append('\n');
        }

        return null;
    }

    /// <returns>Whether the chat continues.</returns>
    private async Task<bool> AnswerAsync(string line, SlashCommands commands)
    {
        try
        {
            if (line.StartsWith('/'))
                return await commands.RunAsync(line);
            if (!string.IsNullOrWhiteSpace(line))
                await turns.AskAsync(models.Current, line);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            session.Terminal.Error(error); // The next question may succeed.
        }

        return true;
    }

    private async Task UseModelAsync(string? name)
    {
        if (name is not null)
            await session.Interrupts.TryRunAsync(async cancellationToken => await models.UseAsync(await session.FindRunnableAsync(name, cancellationToken), cancellationToken));

        session.Terminal.Note($"{models.Current.Id} answers.");
    }
}
