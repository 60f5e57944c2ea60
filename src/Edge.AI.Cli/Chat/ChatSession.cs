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
            while (await TurnAsync(commands))
            {
            }

            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(); // The shell's next prompt gets a line of its own.
            return ExitCode.Cancelled;
        }
    }

    /// <summary>Reads a line and answers it. As soon as the line is complete, Ctrl-C stops only the answer; what was typed during the answer is forgotten then, as in shells.</summary>
    /// <returns>Whether the chat continues.</returns>
    /// <exception cref="OperationCanceledException">The chat must end, for example because of Ctrl-C at the prompt.</exception>
    private async Task<bool> TurnAsync(SlashCommands commands)
    {
        string? line = null;
        var continues = false;
        var isComplete = await session.Interrupts.TryRunAsync(async stop =>
        {
            line = await ReadAsync(stop);
            continues = line is not null && await AnswerAsync(line, commands, stop);
        });
        if (isComplete)
            return continues;
        if (line is null)
            throw new OperationCanceledException();

        editor.Forget();
        return true;
    }

    /// <returns>A question or a command; null at the end of the input. The lines of a pasted text are one question.</returns>
    private async Task<string?> ReadAsync(CancellationToken stop)
    {
        var text = new StringBuilder();
        for (var prompt = "> "; await editor.ReadAsync(prompt, stop) is { } line; prompt = ". ")
        {
            var isContinued = line.EndsWith('\\');
            text.Append(line, 0, isContinued ? line.Length - 1 : line.Length);
            if (!isContinued && !editor.HasMore)
                return text.ToString();

            text.Append('\n');
        }

        return null;
    }

    /// <returns>Whether the chat continues.</returns>
    private async Task<bool> AnswerAsync(string line, SlashCommands commands, CancellationToken stop)
    {
        try
        {
            if (line.StartsWith('/'))
                return await commands.RunAsync(line, stop);
            if (!string.IsNullOrWhiteSpace(line))
                await turns.AskAsync(models.Current, line, stop);
        }
        catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            session.Terminal.Error(error); // The next question may succeed.
        }

        return true;
    }

    private async Task UseModelAsync(string? name, CancellationToken stop)
    {
        try
        {
            if (name is not null)
                await models.UseAsync(await session.FindRunnableAsync(name, stop), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The model before stays.
        }

        session.Terminal.Note($"{models.Current.Id} answers.");
        stop.ThrowIfCancellationRequested();
    }
}
