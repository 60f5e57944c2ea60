using Edge.AI.Chat;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Support;

/// <summary>Renders messages with a template, as text.</summary>
internal sealed class TestRenderer
{
    private readonly PromptRenderer _renderer;

    private TestRenderer(PromptRenderer renderer) => _renderer = renderer;

    public PromptRenderer Renderer => _renderer;

    public static async Task<TestRenderer> ForAsync(TinyModel tiny, string template) => new(new(template, "test", (await tiny.Loaded).Vocabulary));

    public string Render(params ChatMessage[] messages) => Render(new ChatOptions(), messages);

    public string Render(ChatOptions options, params IEnumerable<ChatMessage> messages) =>
        _renderer.RenderText(messages, ChatRequest.From(options, TinyClient.Model), DateTimeOffset.UnixEpoch).Text;
}
