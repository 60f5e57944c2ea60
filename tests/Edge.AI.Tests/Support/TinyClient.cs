using Edge.AI.Chat;
using Edge.AI.Chat.Answers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Support;

/// <summary>Chat clients over the shared edge-tiny.</summary>
internal static class TinyClient
{
    public static EdgeModel Model => EdgeModels.EdgeTiny;

    public static EdgeChatClient Over(
        IModelHost host, IChatClientRouter? router = null, ContextOverflow overflow = default, string? chatTemplate = null, int? reasoningBudget = null) =>
        new(Model, host, router ?? new NoOtherModels(), TimeProvider.System, new(NullLogger<AnswerGrammars>.Instance), chatTemplate, overflow, reasoningBudget: reasoningBudget);

    private sealed class NoOtherModels : IChatClientRouter
    {
        public EdgeChatClient Find(string modelId) => throw new ModelNotFoundException(modelId, ["edge-tiny"]);
    }
}
