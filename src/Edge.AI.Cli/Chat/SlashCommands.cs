using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Chat;

/// <summary>The lines of a chat that begin with a slash.</summary>
internal sealed class SlashCommands(Conversation conversation, Terminal terminal, Func<string?, CancellationToken, Task> useModel)
{
    private const string Help =
        """
        /system [TEXT]  sets the system message, or removes it
        /model [NAME]   continues with another model, or shows which one answers
        /clear          forgets the conversation, except for the system message
        /save FILE      saves the conversation
        /load FILE      continues a saved conversation
        /help           shows this list
        /exit           ends the chat, like Ctrl-D
        A line that ends with \ continues on the next line. Pasted lines are one question. Ctrl-C stops an answer.
        """;

    /// <returns>Whether the chat continues.</returns>
    public async Task<bool> RunAsync(string line, CancellationToken stop)
    {
        var parts = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (command, value) = (parts[0].ToLowerInvariant(), parts.ElementAtOrDefault(1));
        switch (command, value)
        {
            case ("/exit" or "/quit" or "/bye", _):
                return false;
            case ("/help" or "/?", _):
                terminal.Note(Help);
                break;
            case ("/clear", _):
                conversation.Clear();
                terminal.Note("The conversation is empty.");
                break;
            case ("/system", _):
                conversation.System = value;
                terminal.Note(value is null ? "There is no system message." : "The system message is set.");
                break;
            case ("/model", _):
                await useModel(value, stop);
                break;
            case ("/save", not null):
                ConversationFile.Write(value, conversation.Messages);
                terminal.Note($"{value}: {conversation.Messages.Count} messages");
                break;
            case ("/load", not null):
                conversation.Replace(ConversationFile.Read(value));
                terminal.Note($"{value}: {conversation.Messages.Count} messages");
                break;
            case ("/save" or "/load", null):
                terminal.Note($"{command} needs the name of a file.");
                break;
            default:
                terminal.Note($"There is no command '{command}'. /help lists the commands. A question that begins with a slash needs a space before it.");
                break;
        }

        return true;
    }
}
