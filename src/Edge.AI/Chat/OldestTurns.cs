using Edge.AI.Chat.Messages;

namespace Edge.AI.Chat;

/// <summary>
/// Leaves out the oldest turns of a conversation if its prompt does not fit. A turn is a user message and everything up to the next user message, so a tool call is never
/// separated from its result, and user and assistant messages still alternate. System messages and everything from the last user message on always stay.
/// </summary>
/// <remarks>
/// If as few turns as possible were left out, each request would begin at another turn, and nothing of its prefix would be cached. So conversations are cut only at fixed
/// places, one stride of tokens apart. They are counted from the beginning of the conversation, so they do not move while it grows, and no state is needed.
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

    /// <summary>Returns the prompt of the remaining messages, and the number of messages that were left out.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="render">Renders the prompt of some messages.</param>
    /// <param name="maxTokens">The most tokens of the prompt. If nothing more can be left out, a longer prompt is returned.</param>
    /// <param name="stride">The number of tokens between two places where a conversation may be cut. It is reduced if too little of the conversation would remain.</param>
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

    /// <summary>At least a third of the room for older turns should be used. The stride is halved, so that the places of a longer stride are also places of a shorter one.</summary>
    private static int Affordable(int stride, int tokens)
    {
        while (stride > 1 && stride > tokens * 2 / 3)
            stride /= 2;
        return stride;
    }

    /// <summary>Returns how many turns must be left out for a number of tokens; all but the last if that is not enough. Rendering is expensive, so a binary search finds the number.</summary>
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

    /// <summary>The index of the first message of each turn. The last turn always stays.</summary>
    private static List<int> StartsOfTurns(IReadOnlyList<ConversationMessage> messages)
    {
        List<int> starts = [0];
        var hasBegun = false; // everything before the first message that is not a system message belongs to the first turn
        for (var index = 0; index < messages.Count; index++)
        {
            if (hasBegun && messages[index].BeginsExchange)
                starts.Add(index);
            hasBegun |= !messages[index].IsSystem;
        }

        return starts;
    }
}
