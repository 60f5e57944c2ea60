namespace Edge.AI.Chat.Messages;

/// <summary>A caller's message, read and checked.</summary>
/// <param name="Turns">What a template says of it; one turn for most messages.</param>
/// <param name="IsSystem">Whether the system speaks in it.</param>
/// <param name="BeginsExchange">Whether the user speaks in it, rather than handing over the result of a tool.</param>
internal sealed record ConversationMessage(IReadOnlyList<Turn> Turns, bool IsSystem, bool BeginsExchange);
