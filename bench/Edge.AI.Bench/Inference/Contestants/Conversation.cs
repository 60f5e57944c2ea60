using Microsoft.Extensions.AI;

namespace Edge.AI.Bench.Inference.Contestants;

internal static class Conversation
{
    public static List<ChatMessage> Of(Ask ask) =>
    [
        .. ask.System is { } system ? [new ChatMessage(ChatRole.System, system)] : Array.Empty<ChatMessage>(),
        .. ask.Turns.Select((text, turn) => new ChatMessage(turn % 2 == 0 ? ChatRole.User : ChatRole.Assistant, text)),
    ];
}
