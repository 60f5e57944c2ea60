using Edge.AI.Templates;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>A caller's conversation, read and validated once.</summary>
/// <param name="Messages">The messages, from first to last.</param>
/// <param name="Instructions">Text for a system message before all others; null or empty for none.</param>
internal sealed record Conversation(IReadOnlyList<ConversationMessage> Messages, string? Instructions)
{
    /// <summary>The turns for the template, in order.</summary>
    public IEnumerable<Turn> Turns => string.IsNullOrEmpty(Instructions)
        ? Messages.SelectMany(message => message.Turns)
        : Messages.SelectMany(message => message.Turns).Prepend(new(Turn.System, PromptText.FromInput(UnpairedSurrogates.Replace(Instructions))));

    /// <summary>The number of UTF-16 characters in all turns.</summary>
    public long Characters => Turns.Sum(turn => (long)turn.Text.Length);

    /// <param name="messages">The caller's messages, from first to last.</param>
    /// <param name="instructions">Text for a system message before all others; null or empty for none.</param>
    /// <param name="modelId">The id of the model, for errors.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="EdgeOptionException">There are no messages, or one of them cannot be expressed as text.</exception>
    /// <exception cref="EdgeContentException">A message contains an image or other content that the model cannot read.</exception>
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
