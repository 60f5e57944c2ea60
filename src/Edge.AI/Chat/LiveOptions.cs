using Edge.AI.Inference;

namespace Edge.AI.Chat;

/// <summary>A copy of those options of a client that apply to each request, and may change while the app runs.</summary>
/// <param name="Queue">How a request may wait for a slot.</param>
/// <param name="Overflow">What happens to a conversation that is longer than the context.</param>
/// <param name="ReasoningBudget">The most tokens of a model's reasoning; null for no limit.</param>
/// <param name="EnableSensitiveData">Whether prompts and answers are logged.</param>
internal sealed record LiveOptions(QueueLimits Queue, ContextOverflow Overflow, int? ReasoningBudget, bool EnableSensitiveData)
{
    public static LiveOptions Of(EdgeChatClientOptions options) => new(new(options.MaxQueueLength, options.QueueTimeout), options.ContextOverflow, options.ReasoningBudget, options.EnableSensitiveData);
}
