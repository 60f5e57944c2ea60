using Edge.AI.Chat;
using Edge.AI.Chat.Answers;
using Edge.AI.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Support;

/// <summary>Chat clients over the shared edge-tiny.</summary>
internal static class TinyClient
{
    public static EdgeModel Model => EdgeModels.EdgeTiny;

    public static EdgeChatClient Over(
        IModelHost host, IChatClientRouter? router = null, ContextOverflow overflow = default, string? chatTemplate = null, int? reasoningBudget = null) => new(
            host,
            new() { ChatTemplate = chatTemplate, ContextOverflow = overflow, ReasoningBudget = reasoningBudget },
            new(router ?? new NoOtherModels(), new(NullLogger<AnswerGrammars>.Instance), TimeProvider.System));

    private sealed class NoOtherModels : IChatClientRouter
    {
        public IChatClient Get(string modelId) => throw new ModelNotFoundException(modelId, ["edge-tiny"]);
    }
}
