using Edge.AI.Chat.Messages;
using Edge.AI.Templates;

namespace Edge.AI.Chat;

/// <summary>
/// Finds the tokens before the first user message: system prompt, tools, and what the template writes. It renders the conversation once more, with another user message, and compares
/// the tokens, because only the template knows where it writes what. Results are remembered, so a beginning is rendered once.
/// </summary>
internal sealed class CommonPrefixes
{
    private const int Remembered = 16;

    /// <summary>A character that no message begins with, so that both prompts differ from the first character on.</summary>
    private static readonly ConversationMessage OtherMessage = new([new(Turn.User, PromptText.FromInput("\uE000"))], IsSystem: false, BeginsExchange: true);

    private volatile Beginning[] _known = [];

    /// <param name="prompt">The tokens of the conversation.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="tokenize">Renders and tokenizes a conversation.</param>
    public int LengthIn(ReadOnlySpan<int> prompt, Conversation conversation, Func<Conversation, int[]> tokenize)
    {
        List<ConversationMessage> messages = [.. conversation.Messages.TakeWhile(message => !message.BeginsExchange)];
        if (messages.Count == conversation.Messages.Count)
            return 0;

        var text = string.Join('\0', (conversation with { Messages = messages }).Turns.Select(turn => turn.Text.Text));
        foreach (var known in _known)
        {
            if (known.Text == text && prompt.StartsWith(known.Tokens)) // the tokens differ if the tools do
                return known.Tokens.Length;
        }

        try
        {
            var length = prompt.CommonPrefixLength(tokenize(conversation with { Messages = [.. messages, OtherMessage] }));
            _known = [new(text, prompt[..length].ToArray()), .. _known.Take(Remembered - 1)]; // a race only loses a result
            return length;
        }
        catch (EdgeAIException)
        {
            return 0; // The template does not accept the other message. The state of this beginning is then not saved.
        }
    }

    private sealed record Beginning(string Text, int[] Tokens);
}
