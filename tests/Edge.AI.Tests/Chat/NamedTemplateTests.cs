using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Chat;

/// <summary>Files with several chat templates, as gguf-py writes them (<c>Keys.Tokenizer.CHAT_TEMPLATE_N</c>).</summary>
public sealed class NamedTemplateTests
{
    private const string Plain = "{% for m in messages %}plain {{ m.content }}{% endfor %}";
    private const string ToolUse = "{% for t in tools or [] %}[{{ t.function.name }}]{% endfor %}{% for m in messages %}tool_use {{ m.content }}{% for c in m.tool_calls or [] %}<tool_call>{\"name\": \"{{ c.function.name }}\", \"arguments\": {{ c.function.arguments | tojson }}}</tool_call>{% endfor %}{% endfor %}";

    [Fact]
    public async Task Tools_use_the_template_that_the_file_has_for_them_and_nothing_else_does()
    {
        await using var model = await LoadAsync(gguf => gguf
            .Add("tokenizer.chat_template", Plain).Add("tokenizer.chat_template.tool_use", ToolUse).Add("tokenizer.chat_template.rag", "rag")
            .Add("tokenizer.chat_templates", new[] { "rag", "tool_use" }));

        await AsksAsync(model, "plain Hi", new());
        await AsksAsync(model, "[get_weather]tool_use Hi", new() { Tools = [Declared.Weather] });
        await AsksAsync(model, "plain Hi", new() { Tools = [Declared.Weather], ToolMode = ChatToolMode.None });
        await AsksAsync(model, "the caller's own Hi", new(), "the caller's own {{ messages[0].content }}");
    }

    [Fact]
    public async Task A_file_with_only_a_template_for_tools_uses_it_for_everything()
    {
        await using var model = await LoadAsync(gguf => gguf.Add("tokenizer.chat_template.tool_use", ToolUse).Add("tokenizer.chat_templates", new[] { "tool_use" }));

        await AsksAsync(model, "tool_use Hi", new());
        await AsksAsync(model, "[get_weather]tool_use Hi", new() { Tools = [Declared.Weather] });
    }

    [Fact]
    public async Task A_file_with_only_other_templates_has_no_chat_template()
    {
        await using var model = await LoadAsync(gguf => gguf.Add("tokenizer.chat_template.rag", "rag").Add("tokenizer.chat_templates", new[] { "rag" }));

        await FluentActions.Awaiting(() => AsksAsync(model, "", new())).Should().ThrowAsync<ModelValidationException>().WithMessage("*has no chat template*");
    }

    /// <summary>The prompt is as long as this text.</summary>
    private static async Task AsksAsync(LoadedModel model, string prompt, ChatOptions options, string? chatTemplate = null)
    {
        options.MaxOutputTokens = 1;
        using var client = TinyClient.Over(new FixedHost(model), chatTemplate: chatTemplate);

        var response = await client.GetResponseAsync([new(ChatRole.User, "Hi")], options, TestContext.Current.CancellationToken);

        response.Usage!.InputTokenCount.Should().Be(model.Vocabulary.Tokenize(prompt, addSpecial: true, parseSpecial: true).Length);
    }

    private static async Task<LoadedModel> LoadAsync(Action<GgufWriter> change)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.gguf");
        var gguf = new RandomLlama { Layers = 1, Width = 32, FeedForward = 32, ContextLength = 512, ChatTemplate = null }.ToGguf();
        change(gguf);
        gguf.Write(path);
        return await LoadedModel.LoadAsync(path, new() { MaxConcurrency = 1, Threads = 1 }, NullLoggerFactory.Instance);
    }
}
