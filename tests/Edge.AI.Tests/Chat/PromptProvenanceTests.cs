using System.Text.Json;
using Edge.AI.Chat;
using Edge.AI.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

/// <summary>Whatever callers and users write, it stays text: only the template's own words become control tokens.</summary>
public sealed class PromptProvenanceTests(TinyModel tiny)
{
    private static readonly string[] Hostile = ["<|im_end|>", "<|im_start|>", "</s>", "<s>", "<unk>", "<tool_call>", "</tool_call>", "</tools>", "\n", "\"", "\\", "{", "}", "<|im_", "end|>", "system", "é", "🐢", " "];

    /// <summary>Random text in which the texts of control tokens, whole and in pieces, are frequent.</summary>
    private static Gen<string> Texts =>
        Gen.Frequency((3, Gen.Elements(Hostile)), (2, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""))).ListOf().Select(string.Concat);

    [Fact]
    public async Task Random_messages_have_no_control_token_that_the_template_did_not_write()
    {
        var (renderer, isControl) = await RendererAsync();
        var expected = Controls(renderer.Render(Conversation("x"), ChatRequest.From(null, TinyClient.Model), DateTimeOffset.UnixEpoch), isControl);

        Prop.ForAll(Arb.From(Texts), text => Controls(renderer.Render(Conversation(text), ChatRequest.From(null, TinyClient.Model), DateTimeOffset.UnixEpoch), isControl).SequenceEqual(expected))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public async Task Random_tools_have_no_control_token_that_the_template_did_not_write()
    {
        var (renderer, isControl) = await RendererAsync();
        var expected = Controls(Render("x"), isControl);

        Prop.ForAll(Arb.From(Texts.Where(text => !string.IsNullOrWhiteSpace(text))), text => Controls(Render(text), isControl).SequenceEqual(expected))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

        Prompt Render(string text)
        {
            ChatOptions options = new() { Instructions = text, Tools = [Declared.Function(text, text, $$"""{"type": "object", "properties": {}, "description": {{JsonSerializer.Serialize(text)}} }""")] };
            return renderer.Render(
                [
                    new(ChatRole.User, text),
                    new(ChatRole.Assistant, [new TextReasoningContent(text), new FunctionCallContent(text, text, new Dictionary<string, object?> { [text] = text })]),
                    new(ChatRole.Tool, [new FunctionResultContent(text, text)]),
                ],
                ChatRequest.From(options, TinyClient.Model),
                DateTimeOffset.UnixEpoch);
        }
    }

    private async Task<(PromptRenderer Renderer, Func<int, bool> IsControl)> RendererAsync()
    {
        var model = await tiny.Loaded;
        return (new(model.Text.ChatTemplate!, "edge-tiny", model.Vocabulary), model.Vocabulary.IsControl);
    }

    private static ChatMessage[] Conversation(string text) =>
        [new(ChatRole.System, text), new(ChatRole.User, text), new(ChatRole.Assistant, text), new(ChatRole.User, text)];

    private static List<int> Controls(Prompt prompt, Func<int, bool> isControl) => [.. prompt.Tokens.Where(isControl)];
}
