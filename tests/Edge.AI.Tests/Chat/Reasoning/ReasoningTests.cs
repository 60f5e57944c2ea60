using System.Text.Json;
using Edge.AI.Chat;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat.Reasoning;

/// <summary>
/// Reasoning, with edge-tiny and templates that imitate it: one opens the reasoning in the prompt, one puts reasoning before the answer.
/// </summary>
public sealed class ReasoningTests(TinyModel tiny)
{
    private const string Turns = "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n";
    private const string Opened = Turns + "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% else %}<think>\n{% endif %}";
    private const string France = "What is the capital of France?";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reasoning_that_the_template_opens_is_never_text()
    {
        using var client = Client(Opened);

        var response = await client.GetResponseAsync(France, new() { Temperature = 0, MaxOutputTokens = 60 }, Cancellation);

        response.Messages.Single().Contents.Should().ContainSingle().Which.Should().BeOfType<TextReasoningContent>();
        response.Text.Should().BeEmpty();
        response.Usage!.ReasoningTokenCount.Should().Be(response.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task Effort_none_turns_thinking_off_where_the_template_can()
    {
        using var client = Client(Opened);

        var response = await client.GetResponseAsync(France, new() { Temperature = 0, MaxOutputTokens = 60, Reasoning = new() { Effort = ReasoningEffort.None } }, Cancellation);

        response.Messages.Single().Contents.Should().NotBeEmpty().And.AllBeOfType<TextContent>();
        response.Usage!.ReasoningTokenCount.Should().Be(0);
    }

    [Fact]
    public async Task Output_none_emits_no_reasoning_but_counts_it()
    {
        using var client = Client(Opened);

        var response = await client.GetResponseAsync(France, new() { Temperature = 0, MaxOutputTokens = 60, Reasoning = new() { Output = ReasoningOutput.None } }, Cancellation);

        response.Messages.SelectMany(message => message.Contents).Should().BeEmpty();
        response.Usage!.ReasoningTokenCount.Should().BePositive();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_budget_closes_the_reasoning_and_lets_the_answer_begin(int budget)
    {
        using var client = Client(Opened, budget);
        List<ChatResponseUpdate> updates = [];

        await foreach (var update in client.GetStreamingResponseAsync(France, new() { Temperature = 0, MaxOutputTokens = 60 }, Cancellation))
            updates.Add(update);

        var response = updates.ToChatResponse();
        response.Text.Should().NotBeEmpty().And.NotContain("think");
        var closing = (await tiny.Loaded).Vocabulary.Tokenize("\n</think>\n\n", addSpecial: false, parseSpecial: true).Length;
        response.Usage!.ReasoningTokenCount.Should().BeInRange(budget, budget + closing);
        response.Messages.Single().Contents.OfType<TextReasoningContent>().Count().Should().Be(budget == 0 ? 0 : 1);
    }

    [Fact]
    public async Task A_budget_does_not_change_answers_without_reasoning()
    {
        using var client = Client(Turns + "{# </think> #}", reasoningBudget: 0);

        var response = await client.GetResponseAsync(France, new() { Temperature = 0 }, Cancellation);

        response.Text.Should().Be("The capital of France is Paris.");
        response.Usage!.ReasoningTokenCount.Should().Be(0);
    }

    [Fact]
    public async Task A_required_call_comes_after_the_reasoning()
    {
        ChatOptions options = new() { Temperature = 0, Tools = [Declared.Weather], ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = false };

        foreach (var response in await StreamedAndNotAsync("What is the weather in Oslo?", options))
        {
            response.Messages.Single().Contents.Select(content => content.GetType()).Should().Equal(typeof(TextReasoningContent), typeof(FunctionCallContent));
            response.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task JSON_comes_after_the_reasoning(bool offersTool)
    {
        ChatOptions options = new()
        {
            Temperature = 0,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type": "object", "properties": {"isCapital": {"type": "boolean"}}, "required": ["isCapital"]}""")),
            Tools = offersTool ? [Declared.Weather] : null,
        };

        foreach (var response in await StreamedAndNotAsync(France, options))
        {
            response.Messages.Single().Contents.Select(content => content.GetType()).Should().Equal(typeof(TextReasoningContent), typeof(TextContent));
            JsonElement.Parse(response.Text).GetProperty("isCapital").ValueKind.Should().BeOneOf(JsonValueKind.True, JsonValueKind.False);
            response.FinishReason.Should().Be(ChatFinishReason.Stop);
            response.Usage!.ReasoningTokenCount.Should().BePositive().And.BeLessThan(response.Usage.OutputTokenCount!.Value);
        }
    }

    [Fact]
    public async Task A_model_that_may_think_under_a_schema_need_not()
    {
        using var client = Client(Turns + "{# </think> #}");

        var response = await client.GetResponseAsync(France, new() { Temperature = 0, ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"enum": ["Paris", "Rome"]}""")) }, Cancellation);

        response.Messages.Single().Contents.Should().ContainSingle().Which.Should().BeOfType<TextContent>().Which.Text.Should().BeOneOf("\"Paris\"", "\"Rome\"");
    }

    /// <summary>Channels of gpt-oss, in a vocabulary that spells them out: a model that was never taught them follows the grammar alone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_frames_the_text_is_never_shown(bool isRequired)
    {
        const string Harmony =
            """
            {% for t in tools or [] %}{{ t.function.name }}{% endfor %}{% for m in messages %}<|im_start|>{{ m.role }}
            {{ m.content }}{% for c in m.tool_calls or [] %}<|start|>assistant to=functions.{{ c.function.name }}<|channel|>commentary json<|message|>{{ c.function.arguments | tojson }}<|call|>{% endfor %}<|im_end|>
            {% endfor %}<|im_start|>assistant
            {# <|channel|>analysis<|message|> <|channel|>final<|message|> #}
            """;
        using var client = Client(Harmony);
        var options = isRequired
            ? new ChatOptions { Temperature = 0, Tools = [Declared.Weather], ToolMode = ChatToolMode.RequireAny }
            : new ChatOptions { Temperature = 0, ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"enum": ["Paris", "Rome"]}""")) };
        options.MaxOutputTokens = 200;

        var response = await client.GetResponseAsync(France, options, Cancellation);

        response.Messages.Single().Contents[^1].GetType().Should().Be(isRequired ? typeof(FunctionCallContent) : typeof(TextContent));
        response.Text.Should().NotContain("<|").And.NotContain("analysis");
    }

    private async Task<ChatResponse[]> StreamedAndNotAsync(string question, ChatOptions options)
    {
        using var client = Client(Opened, reasoningBudget: 4);
        return
        [
            await client.GetResponseAsync(question, options, Cancellation),
            await client.GetStreamingResponseAsync(question, options, Cancellation).ToChatResponseAsync(Cancellation),
        ];
    }

    private EdgeChatClient Client(string template, int? reasoningBudget = null) =>
        TinyClient.Over(tiny, chatTemplate: template, reasoningBudget: reasoningBudget);
}
