using Edge.AI.Chat;
using Edge.AI.Chat.Grammar;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Support;

/// <summary>Chat clients over the shared edge-tiny.</summary>
internal static class TinyClient
{
    public static EdgeModel Model => EdgeModels.EdgeTiny;

    public static EdgeChatClient Over(IModelHost host, IChatClientRouter? router = null, ContextOverflow overflow = default) =>
        new(Model, host, router ?? new NoOtherModels(), TimeProvider.System, new(NullLogger<ResponseGrammars>.Instance), overflow: overflow);

    private sealed class NoOtherModels : IChatClientRouter
    {
        public EdgeChatClient Find(string modelId) => throw new ModelNotFoundException(modelId, ["edge-tiny"]);
    }
}
