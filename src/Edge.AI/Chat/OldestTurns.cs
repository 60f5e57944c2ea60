using Edge.AI.Chat.Messages;

namespace Edge.AI.Chat;

/// <summary>
/// Leaves the oldest turns of a conversation out when its prompt does not fit. A turn is a message of the user and all that follows up to the next one, so
/// that a tool's call never goes without its result, and templates that want user and assistant to take turns get that. System messages and everything from
/// the last message of the user on always stay.
/// </summary>
/// <remarks>
/// Were as few turns left out as possible, each request would begin at another turn, and be read anew from there. So conversations are cut at certain places
/// only, a stride of tokens apart. Counted from the conversation's beginning they stay where they are while it grows, without a memory of earlier requests.
/// </remarks>
internal sealed class OldestTurns
{
    private readonly IReadOnlyList<ConversationMessage> _messages;
    private readonly Func<IReadOnlyList<ConversationMessage>, Prompt> _render;
    private readonly List<int> _starts;
    private readonly (Prompt Prompt, int Dropped)?[] _without;

    private OldestTurns(IReadOnlyList<ConversationMessage> messages, Func<IReadOnlyList<ConversationMessage>, Prompt> render)
    {
        (_messages, _render, _starts) = (messages, render, StartsOfTurns(messages));
        _without = new (Prompt, int)?[_starts.Count];
    }

    private int MostTurns => _starts.Count - 1;

    /// <summary>The prompt of what is left, and how many messages were left out.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="render">Makes the prompt of messages.</param>
    /// <param name="maxTokens">How long a prompt should be; one that is longer with nothing left to drop is returned as it is.</param>
    /// <param name="stride">How many tokens lie between two places where a conversation may be cut; less where a stride would leave too little of it.</param>
    public static (Prompt Prompt, int Dropped) Drop(IReadOnlyList<ConversationMessage> messages, Func<IReadOnlyList<ConversationMessage>, Prompt> render, int maxTokens, int stride)
    {
        var conversation = new OldestTurns(messages, render);
        return conversation.Without(conversation.TurnsToDrop(maxTokens, stride));
    }

    private int TurnsToDrop(int maxTokens, int stride)
    {
        var fewest = FewestTurns(maxTokens);
        if (fewest == 0 || fewest == MostTurns)
            return fewest;

        stride = Affordable(stride, maxTokens - TokensWithout(MostTurns));
        var tooLittle = TokensWithout(0) - TokensWithout(fewest - 1);
        var strides = tooLittle / stride + 1;
        return Math.Max(fewest, FewestTurns(TokensWithout(0) - strides * stride));
    }

    /// <summary>At least a third of the tokens that older turns may have should be used. Halves, so that the places of a longer stride are among those of a shorter one.</summary>
    private static int Affordable(int stride, int tokens)
    {
        while (stride > 1 && stride > tokens * 2 / 3)
            stride /= 2;
        return stride;
    }

    /// <summary>How many turns have to go for so many tokens; all but the last where that is not enough. Rendering is what costs, so they are found by halving.</summary>
    private int FewestTurns(int maxTokens)
    {
        if (TokensWithout(0) <= maxTokens)
            return 0;

        var (tooFew, enough) = (0, MostTurns);
        while (enough - tooFew > 1)
        {
            var middle = (tooFew + enough) / 2;
            if (TokensWithout(middle) <= maxTokens)
                enough = middle;
            else
                tooFew = middle;
        }

        return enough;
    }

    private int TokensWithout(int turns) => Without(turns).Prompt.Tokens.Length;

    private (Prompt Prompt, int Dropped) Without(int turns) => _without[turns] ??= RenderWithout(_starts[turns]);

    private (Prompt Prompt, int Dropped) RenderWithout(int start)
    {
        List<ConversationMessage> kept = [.. _messages.Take(start).Where(message => message.IsSystem), .. _messages.Skip(start)];
        return (_render(kept), _messages.Count - kept.Count);
    }

    /// <summary>Where each turn begins; the last one always stays.</summary>
    private static List<int> StartsOfTurns(IReadOnlyList<ConversationMessage> messages)
    {
        List<int> starts = [0];
        var hasBegun = false; // what comes before the first word that is not the system's belongs to the first turn
        for (var index = 0; index < messages.Count; index++)
        {
            if (hasBegun && messages[index].BeginsExchange)
                starts.Add(index);
            hasBegun |= !messages[index].IsSystem;
        }

        return starts;
    }
}
