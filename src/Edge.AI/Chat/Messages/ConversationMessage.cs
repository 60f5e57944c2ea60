namespace Edge.AI.Chat.Messages;

/// <summary>A caller's message, read and validated.</summary>
/// <param name="Turns">The turns for the template; one for most messages.</param>
/// <param name="IsSystem">Whether it is a system message.</param>
/// <param name="BeginsExchange">Whether it is a user message without tool results.</param>
internal sealed record ConversationMessage(IReadOnlyList<Turn> Turns, bool IsSystem, bool BeginsExchange);
