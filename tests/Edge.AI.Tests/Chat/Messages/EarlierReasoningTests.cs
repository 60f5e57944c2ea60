using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat.Messages;

/// <summary>What the model thought before a call comes back under the name that its template reads.</summary>
public sealed class EarlierReasoningTests(TinyModel tiny)
{
    /// <summary>Calls and what was thought before them as gpt-oss has them: in one message, and never beside text.</summary>
    private const string Channels =
        """
        {%- for t in tools or [] %}{{ t.function.name }};{% endfor -%}
        {%- for m in messages -%}
        {%- if m.tool_calls -%}
        {%- if m.content and m.thinking %}{{ raise_exception('Cannot pass both content and thinking') }}{% endif -%}
        {%- if m.thinking or m.content %}<|start|>assistant<|channel|>analysis<|message|>{{ m.thinking or m.content }}<|end|>{% endif -%}
        <|start|>assistant to=functions.{{ m.tool_calls[0].function.name }}<|channel|>commentary json<|message|>{{ m.tool_calls[0].function.arguments | tojson }}<|call|>
        {%- elif m.role == 'tool' %}<|start|>functions to=assistant<|message|>{{ m.content | tojson }}<|end|>
        {%- else %}<|start|>{{ m.role }}<|message|>{{ m.content }}<|end|>{% endif -%}
        {%- endfor -%}<|start|>assistant{# <|channel|>final<|message|> #}
        """;

    private static readonly ChatOptions Options = new() { Tools = [Declared.Weather] };

    private static ChatMessage[] Conversation(params AIContent[] before) =>
    [
        new(ChatRole.User, "Rain?"),
        new(ChatRole.Assistant, [.. before, new FunctionCallContent("c1", "get_weather", new Dictionary<string, object?> { ["city"] = "Oslo" })]),
        new(ChatRole.Tool, [new FunctionResultContent("c1", "dry")]),
    ];

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    [InlineData("thinking")]
    [InlineData("thought")]
    public async Task Reasoning_before_a_call_comes_back_under_the_name_that_the_template_reads(string name)
    {
        var template = "{% for t in tools or [] %}{{ t.function.name }};{% endfor %}{% for m in messages %}<{{ m.role }}>{% if m.tool_calls %}({{ m.NAME }})<tool_call>{{ m.tool_calls[0].function | tojson }}</tool_call>{% else %}{{ m.content }}{% endif %}{% endfor %}".Replace("NAME", name, StringComparison.Ordinal);

        (await TestRenderer.ForAsync(tiny, template)).Render(Options, Conversation(new TextReasoningContent("I look."))).Should().Contain("<assistant>(I look.)<tool_call>");
    }

    [Fact]
    public async Task A_template_that_reads_reasoning_without_calls_only_gets_it_as_well() =>
        (await TestRenderer.ForAsync(tiny, "{% for m in messages %}<{{ m.role }}>{% if m.thinking %}({{ m.thinking }}){% endif %}{{ m.content }}{% endfor %}"))
            .Render(new ChatMessage(ChatRole.User, "Hi"), new(ChatRole.Assistant, [new TextReasoningContent("Hm."), new TextContent("Hello")]), new(ChatRole.User, "Bye"))
            .Should().Contain("<assistant>(Hm.)Hello");

    [Fact]
    public async Task Gpt_oss_gets_its_reasoning_before_earlier_calls() =>
        (await TestRenderer.ForAsync(tiny, Channels)).Render(Options, Conversation(new TextReasoningContent("I look.")))
            .Should().Contain("<|channel|>analysis<|message|>I look.<|end|><|start|>assistant to=functions.get_weather<|channel|>commentary json<|message|>");

    [Fact]
    public async Task Where_a_template_refuses_reasoning_beside_text_they_are_one() =>
        (await TestRenderer.ForAsync(tiny, Channels)).Render(Options, Conversation(new TextReasoningContent("I look."), new TextContent("Wait.")))
            .Should().Contain("<|channel|>analysis<|message|>I look.\n\nWait.<|end|><|start|>assistant to=functions.get_weather");
}
