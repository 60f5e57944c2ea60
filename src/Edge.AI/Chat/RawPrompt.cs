using Edge.AI.Chat.Messages;
using Edge.AI.Native;
using Edge.AI.Templates;

namespace Edge.AI.Chat;

/// <summary>The text of a conversation as the whole prompt, without a chat template. The caller writes the control tokens.</summary>
internal static class RawPrompt
{
    /// <exception cref="ContextExceededException">The prompt has more than <paramref name="maxTokens"/> tokens.</exception>
    /// <exception cref="EdgeOptionException">The text is empty.</exception>
    public static Prompt Of(Conversation conversation, Vocabulary vocabulary, int maxTokens, CancellationToken cancellationToken)
    {
        var text = string.Concat(conversation.Turns.Select(turn => turn.Text.Text));
        if (text.Length == 0)
            throw new EdgeOptionException("messages", "the raw prompt is empty.", "Send the text that the model should continue.");

        return new(new PromptTokenizer(vocabulary).Tokenize(new PromptText([new(text, TextOrigin.Template)]), maxTokens, cancellationToken), IsReasoning: false);
    }
}
