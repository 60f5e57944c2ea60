using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>
/// Leaves the oldest turns of a conversation out until its prompt fits. A turn is a message of the user and all that follows up to the next one, so that
/// a tool's call never goes without its result, and templates that want user and assistant to take turns get that. System messages and everything from
/// the last message of the user on always stay.
/// </summary>
internal static class OldestTurns
{
    /// <summary>The prompt with as few turns left out as possible, and how many messages that were.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="render">Makes the prompt of messages.</param>
    /// <param name="maxTokens">How long a prompt should be; one that is longer with nothing left to drop is returned as it is.</param>
    public static (Prompt Prompt, int Dropped) Drop(IReadOnlyList<ChatMessage> messages, Func<IReadOnlyList<ChatMessage>, Prompt> render, int maxTokens)
    {
        var whole = render(messages);
        if (whole.Tokens.Length <= maxTokens)
            return (whole, 0);

        // Rendering is what costs: the fewest turns are found by halving.
        var starts = StartsOfTurns(messages);
        var (tooFew, enough) = (0, starts.Count - 1);
        if (enough <= 0)
            return (whole, 0);

        var (kept, prompt) = Without(starts[enough]);
        while (enough - tooFew > 1 && prompt.Tokens.Length <= maxTokens)
        {
            var middle = (tooFew + enough) / 2;
            var attempt = Without(starts[middle]);
            if (attempt.Prompt.Tokens.Length <= maxTokens)
                (enough, (kept, prompt)) = (middle, attempt);
            else
                tooFew = middle;
        }

        return (prompt, messages.Count - kept);

        (int Kept, Prompt Prompt) Without(int start)
        {
            List<ChatMessage> some = [.. messages.Take(start).Where(IsSystem), .. messages.Skip(start)];
            return (some.Count, render(some));
        }
    }

    /// <summary>Where each turn begins; the last one always stays.</summary>
    private static List<int> StartsOfTurns(IReadOnlyList<ChatMessage> messages)
    {
        List<int> starts = [0];
        for (var index = 1; index < messages.Count; index++)
        {
            // Some callers hand a tool's result over as the user's message.
            if (messages[index].Role == ChatRole.User && !messages[index].Contents.OfType<FunctionResultContent>().Any() && messages.Take(index).Any(message => !IsSystem(message)))
                starts.Add(index);
        }

        return starts;
    }

    private static bool IsSystem(ChatMessage message) => message.Role == ChatRole.System || message.Role.Value == "developer";
}
