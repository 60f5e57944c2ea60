using Edge.AI.Templates;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>A caller's conversation, read once and checked: nothing behind it has to ask again.</summary>
/// <param name="Messages">The messages, from first to last.</param>
/// <param name="Instructions">What the system says before all others; null or empty for nothing.</param>
internal sealed record Conversation(IReadOnlyList<ConversationMessage> Messages, string? Instructions)
{
    /// <summary>What a template is told, in order.</summary>
    public IEnumerable<Turn> Turns => string.IsNullOrEmpty(Instructions)
        ? Messages.SelectMany(message => message.Turns)
        : Messages.SelectMany(message => message.Turns).Prepend(new(Turn.System, PromptText.FromInput(UnpairedSurrogates.Replace(Instructions))));

    /// <summary>UTF-16 characters of all that is said.</summary>
    public long Characters => Turns.Sum(turn => (long)turn.Text.Length);

    /// <param name="messages">The caller's messages, from first to last.</param>
    /// <param name="instructions">What the system says before all others; null or empty for nothing.</param>
    /// <param name="modelId">The model that they are for, for errors.</param>
    /// <param name="cancellationToken">Ends the work between two messages.</param>
    /// <exception cref="EdgeOptionException">There are no messages, or one of them can't be said in text.</exception>
    /// <exception cref="EdgeContentException">A message holds an image or another content that the model can't take.</exception>
    public static Conversation Read(IEnumerable<ChatMessage> messages, string? instructions, string modelId, CancellationToken cancellationToken)
    {
        var reader = new MessageReader(modelId);
        List<ConversationMessage> read = [];
        foreach (var message in messages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            read.Add(reader.Read(message, read.Count));
        }

        return read.Count > 0 || !string.IsNullOrEmpty(instructions)
            ? new(read, instructions)
            : throw new EdgeOptionException(nameof(messages), "the list of messages is empty.", "Send at least one message, or set Instructions.");
    }
}
