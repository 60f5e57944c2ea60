using Edge.AI.Chat;
using Edge.AI.Inference;
using Edge.AI.Platform;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Chat;

/// <summary>What clients of one loaded model share, and what is created while the model is loaded.</summary>
public sealed class PromptRenderersTests(TinyModel tiny)
{
    private static readonly PromptRenderers s_client = new("edge-tiny", template: null);

    [Fact]
    public async Task Clients_of_one_model_share_the_renderer_that_was_prepared()
    {
        var text = (await tiny.Loaded).Text;
        await PromptRenderers.PrepareAsync(TinyClient.Model, text);

        s_client.For(text, tools: null).Should().BeSameAs(new PromptRenderers("edge-tiny", template: null).For(text, tools: null));
        s_client.For(text, tools: null).Should().NotBeSameAs(new PromptRenderers("edge-tiny", "{{ messages[0].content }}").For(text, tools: null));
    }

    [Fact]
    public async Task A_template_that_fails_is_the_error_of_each_request_and_of_no_preparation()
    {
        var text = (await tiny.Loaded).Text with { ChatTemplate = "{% if %}", ToolTemplate = null };
        await PromptRenderers.PrepareAsync(TinyClient.Model, text);

        var first = s_client.Invoking(client => client.For(text, tools: null)).Should().Throw<ModelValidationException>().Which;
        var second = s_client.Invoking(client => client.For(text, tools: null)).Should().Throw<ModelValidationException>().Which;

        second.Should().NotBeSameAs(first, "each request tries again");
    }

    [Fact]
    public async Task The_text_of_a_model_is_known_before_the_model_is_ready()
    {
        var observer = new TextObserver();
        await using var model = await LoadedModel.LoadAsync(TinyModel.Path, new() { Threads = 1, MaxConcurrency = 1 }, NullLoggerFactory.Instance, observer, TestContext.Current.CancellationToken);

        observer.Text.Should().BeSameAs(model.Text);
        model.Text.ChatTemplate.Should().NotBeNull();
    }

    private sealed class TextObserver : ILoadObserver
    {
        public ModelText? Text { get; private set; }

        public MachineMemory MemoryOf(MachineMemory machine) => machine;

        public Task MakeRoomAsync(long bytes, CancellationToken cancellationToken) => Task.CompletedTask;

        public void OnText(ModelText text) => Text = text;

        public void Report(float value)
        {
        }
    }
}
