using System.Text.Json;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat.Messages;

/// <summary>What reaches the template, and how a conversation is put for templates that can't say all of it.</summary>
public sealed class ConversationRenderingTests(TinyModel tiny)
{
    /// <summary>Writes everything that it is given, as ChatML does.</summary>
    private const string Full =
        """
        {%- if tools %}[tools: {% for tool in tools %}{{ tool.function.name }};{% endfor %}]{% endif -%}
        {%- for m in messages %}<{{ m.role }}>{% if m.reasoning_content %}({{ m.reasoning_content }}){% endif %}{{ m.content }}
        {%- for c in m.tool_calls or [] %}[{{ c.id }}]<tool_call>{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}</tool_call>{% endfor %}
        {%- if m.tool_call_id %}[{{ m.tool_call_id }}={{ m.name or '?' }}]{% endif %}{% endfor -%}
        {%- if add_generation_prompt %}<assistant>{% endif -%}
        """;

    /// <summary>Knows users and assistants only, strictly in turns.</summary>
    private const string Strict =
        """
        {%- if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}
        {%- for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}<{{ m.role }}>{{ m.content }}{% endfor %}<assistant>
        """;

    private static readonly ChatMessage Question = new(ChatRole.User, "Hi");

    private static FunctionCallContent Call(string id = "c1", string name = "get_weather") => new(id, name, new Dictionary<string, object?> { ["city"] = "Oslo" });

    [Fact]
    public async Task Calls_and_results_reach_the_template_with_their_ids_and_names() =>
        (await RenderAsync(Full, Question, new(ChatRole.Assistant, [new TextContent("Wait."), Call()]), new(ChatRole.Tool, [new FunctionResultContent("c1", "7 degrees")])))
            .Should().Be("""<user>Hi<assistant>Wait.[c1]<tool_call>{"name": "get_weather", "arguments": {"city": "Oslo"}}</tool_call><tool>7 degrees[c1=get_weather]<assistant>""");

    [Fact]
    public async Task Several_results_of_one_message_become_a_turn_each() =>
        (await RenderAsync(Full, Question, new(ChatRole.Assistant, [Call("a"), Call("b")]), new(ChatRole.Tool, [new FunctionResultContent("b", "2"), new FunctionResultContent("a", "1")])))
            .Should().EndWith("<tool>1[a=get_weather]<tool>2[b=get_weather]<assistant>");

    [Theory]
    [MemberData(nameof(Results))]
    public async Task A_result_is_text_as_it_is_nothing_for_null_and_JSON_for_the_rest(object? result, string expected) =>
        (await RenderAsync(Full, Question, new(ChatRole.Assistant, [Call()]), new(ChatRole.Tool, [new FunctionResultContent("c1", result)])))
            .Should().Contain($"<tool>{expected}[c1");

    public static TheoryData<object?, string> Results => new()
    {
        { "7 \"degrees\"", "7 \"degrees\"" },
        { null, "" },
        { 7.5, "7.5" },
        { true, "true" },
        { JsonElement.Parse("\"from JSON\""), "from JSON" },
        { JsonElement.Parse("""{"a":[1]}"""), """{"a": [1]}""" },
    };

    [Fact]
    public async Task Reasoning_of_earlier_turns_reaches_the_template_which_has_its_own_rule() =>
        (await RenderAsync(Full, Question, new(ChatRole.Assistant, [new TextReasoningContent("hm"), new TextContent("Hello")]), Question)).Should().Be("<user>Hi<assistant>(hm)Hello<user>Hi<assistant>");

    [Fact]
    public async Task The_role_developer_is_the_system_and_roles_may_be_written_in_any_case() =>
        (await RenderAsync(Full, new(new("Developer"), "Be kind."), new(new("USER"), "Hi"))).Should().Be("<system>Be kind.<user>Hi<assistant>");

    [Fact]
    public async Task An_unknown_role_is_an_error_that_names_it() =>
        (await FluentActions.Awaiting(() => RenderAsync(Full, new ChatMessage(new("narrator"), "It rains."))).Should().ThrowAsync<EdgeOptionException>()).Which.Message.Should().Contain("narrator");

    [Fact]
    public async Task Empty_messages_are_accepted() =>
        (await RenderAsync(Full, Question, new(ChatRole.User, []), new(ChatRole.User, (string?)null))).Should().Be("<user>Hi<user><user><assistant>");

    [Fact]
    public async Task Instructions_come_first_and_displace_no_system_message() =>
        (await TestRenderer.ForAsync(tiny, Full)).Render(new ChatOptions { Instructions = "First." }, [new(ChatRole.System, "Second."), Question]).Should().Be("<system>First.<system>Second.<user>Hi<assistant>");

    [Fact]
    public async Task Consecutive_assistant_messages_are_one_turn() =>
        (await RenderAsync(Full, Question, new(ChatRole.Assistant, [Call("a")]), new(ChatRole.Assistant, [Call("b")]), new(ChatRole.Tool, [new FunctionResultContent("a", "1")]), new(ChatRole.Tool, [new FunctionResultContent("b", "2")])))
            .Should().Be("""<user>Hi<assistant>[a]<tool_call>{"name": "get_weather", "arguments": {"city": "Oslo"}}</tool_call>[b]<tool_call>{"name": "get_weather", "arguments": {"city": "Oslo"}}</tool_call><tool>1[a=get_weather]<tool>2[b=get_weather]<assistant>""");

    [Fact]
    public async Task A_result_without_a_call_is_tolerated() =>
        (await RenderAsync(Full, Question, new(ChatRole.Tool, [new FunctionResultContent("lost", "7")]))).Should().Be("<user>Hi<tool>7[lost=?]<assistant>");

    [Fact]
    public async Task A_call_without_a_result_gets_an_empty_one() =>
        (await RenderAsync(Full, Question, new(ChatRole.Assistant, [Call()]), Question)).Should().Be("""<user>Hi<assistant>[c1]<tool_call>{"name": "get_weather", "arguments": {"city": "Oslo"}}</tool_call><tool>[c1=get_weather]<user>Hi<assistant>""");

    [Fact]
    public async Task A_template_that_refuses_the_system_gets_its_words_in_the_next_turn_of_the_user() =>
        (await RenderAsync(Strict, new(ChatRole.System, "Be kind."), Question)).Should().Be("<user>Be kind.\n\nHi<assistant>");

    [Fact]
    public async Task A_template_that_wants_roles_in_turns_gets_neighbours_as_one() =>
        (await RenderAsync(Strict, Question, new(ChatRole.User, "again"), new(ChatRole.Assistant, "Yes?"), new(ChatRole.Assistant, "What?"), Question)).Should().Be("<user>Hi\n\nagain<assistant>Yes?\n\nWhat?<user>Hi<assistant>");

    [Fact]
    public async Task A_template_that_knows_no_tools_gets_calls_and_results_as_text() =>
        (await RenderAsync(Strict, Question, new(ChatRole.Assistant, [Call("a"), Call("b")]), new(ChatRole.Tool, [new FunctionResultContent("a", "1"), new FunctionResultContent("b", "2")])))
            .Should().Be(
                "<user>Hi<assistant><tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Oslo\"}}\n</tool_call>\n<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Oslo\"}}\n</tool_call>"
                + "<user><tool_response>\n1\n</tool_response>\n<tool_response>\n2\n</tool_response><assistant>");

    [Fact]
    public async Task A_template_that_knows_no_tools_has_them_explained_by_the_system()
    {
        var prompt = (await TestRenderer.ForAsync(tiny, Strict)).Render(new ChatOptions { Tools = [Declared.Weather] }, [Question]);

        prompt.Should().StartWith("<user>You can call functions.").And.EndWith("\n\nHi<assistant>");
        prompt.Should().Contain("""{"name": "get_weather", "description": "Gets the weather of a city", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}""");
    }

    /// <summary>As Phi-4-mini has it, which knows no other tools than the system's, and no calls.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_template_that_reads_tools_from_the_system_turn_finds_them_there(bool hasSystem)
    {
        const string Template =
            "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% if m['role'] == 'system' and 'tools' in m and m['tools'] is not none %}{{ '<|tool|>' + m['tools'] + '<|/tool|>' }}{% endif %}<|end|>{% endfor %}<|assistant|>";
        var options = new ChatOptions { Tools = [Declared.Weather], Instructions = hasSystem ? "Be kind." : null };

        var prompt = (await TestRenderer.ForAsync(tiny, Template)).Render(options, [Question, new(ChatRole.Assistant, [Call("a")]), new(ChatRole.Tool, [new FunctionResultContent("a", "7")])]);

        prompt.Should().Be(
            $"<|system|>{(hasSystem ? "Be kind." : "")}<|tool|>" + """[{"name": "get_weather", "description": "Gets the weather of a city", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}]"""
            + """<|/tool|><|end|><|user|>Hi<|end|><|assistant|><|tool_call|>[{"name": "get_weather", "arguments": {"city": "Oslo"}}]<|/tool_call|><|end|><|tool|>7<|end|><|assistant|>""");
    }

    [Fact]
    public async Task A_template_that_writes_arguments_only_as_text_writes_results_all_the_same() =>
        (await RenderAsync(
            "{% for t in tools or [] %}{{ t.function.name }}{% endfor %}{% for m in messages %}<{{ m.role }}>{{ m.content }}{% for c in m.tool_calls or [] %}{{ '[TOOL_CALLS]' + c.function.name + '[ARGS]' + c.function.arguments }}{% endfor %}{% endfor %}",
            Question, new(ChatRole.Assistant, [Call("a")]), new(ChatRole.Tool, [new FunctionResultContent("a", "7")])))
            .Should().Be("""<user>Hi<assistant>[TOOL_CALLS]get_weather[ARGS]{"city": "Oslo"}<tool>7""");

    [Fact]
    public async Task System_messages_between_turns_go_to_the_user_where_only_the_first_counts() =>
        (await RenderAsync(
            "{% if messages[0].role == 'system' %}[{{ messages[0].content }}]{% endif %}{% for m in messages %}{% if m.role != 'system' %}<{{ m.role }}>{{ m.content }}{% endif %}{% endfor %}",
            new(ChatRole.System, "One."), new(ChatRole.System, "Two."), Question, new(ChatRole.Assistant, "Yes?"), new(ChatRole.System, "Three."), Question))
            .Should().Be("[One.\n\nTwo.]<user>Hi<assistant>Yes?<user>Three.\n\nHi");

    [Fact]
    public async Task A_template_that_takes_one_call_a_turn_gets_them_one_after_the_other() =>
        (await RenderAsync(
            """
            {%- for m in messages %}{% if m.tool_calls %}{% if m.tool_calls | length > 1 %}{{ raise_exception('one at once') }}{% endif %}<tool_call>{"name": "{{ m.tool_calls[0].function.name }}", "arguments": {{ m.tool_calls[0].function.arguments | tojson }}}</tool_call>{% else %}<{{ m.role }}>{{ m.content }}{% endif %}{% endfor %}{{ tools }}
            """,
            Question, new(ChatRole.Assistant, [Call("a", "one"), Call("b", "two")]), new(ChatRole.Tool, [new FunctionResultContent("a", "1"), new FunctionResultContent("b", "2")])))
            .Should().StartWith("""<user>Hi<tool_call>{"name": "one", "arguments": {"city": "Oslo"}}</tool_call><tool>1<tool_call>{"name": "two", "arguments": {"city": "Oslo"}}</tool_call><tool>2""");

    [Fact]
    public async Task A_template_that_wants_parts_gets_parts() =>
        (await RenderAsync("{% for m in messages %}<{{ m.role }}>{{ m.content[0].text }}{% endfor %}", Question)).Should().Be("<user>Hi");

    [Fact]
    public async Task Arguments_are_text_where_the_template_writes_them_as_they_come() =>
        (await RenderAsync(
            "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% for c in m.tool_calls or [] %}[TOOL_CALLS]{{ c.function.name }}[ARGS]{{ c.function.arguments }}{% endfor %}{% endfor %}{% for t in tools or [] %}{{ t.function.name }}{% endfor %}",
            Question, new(ChatRole.Assistant, [Call()]), new(ChatRole.Tool, [new FunctionResultContent("c1", "1")])))
            .Should().Contain("""[TOOL_CALLS]get_weather[ARGS]{"city": "Oslo"}""");

    [Theory]
    [MemberData(nameof(Published))]
    public async Task Every_published_template_takes_every_conversation(string? file)
    {
        var renderer = await TestRenderer.ForAsync(tiny, SharedTemplates.Source(file ?? ""));
        ChatOptions options = new() { Instructions = "needle-one", Tools = [Declared.Weather, Declared.Function("no_parameters", "", "{}")] };

        var prompt = renderer.Render(
            options,
            new(ChatRole.System, "needle-two"), Question, Question,
            new(ChatRole.Assistant, [new TextReasoningContent("hm"), new TextContent("needle-three"), Call("a")]), new(ChatRole.Assistant, [Call("b", "no_parameters")]),
            new(ChatRole.Tool, [new FunctionResultContent("a", "needle-four"), new FunctionResultContent("b", JsonElement.Parse("[5]"))]),
            new(ChatRole.Assistant, "needle-five"), new(ChatRole.System, "needle-six"),
            new(ChatRole.Tool, [new FunctionResultContent("lost", "needle-seven")]), new(ChatRole.Assistant, [Call("c")]), new(ChatRole.User, "needle-eight"));

        foreach (var needle in new[] { "one", "two", "four", "five", "six", "seven", "eight" })
            prompt.Should().Contain($"needle-{needle}");
        prompt.Should().Contain("get_weather").And.Contain("no_parameters").And.Contain("Oslo");
    }

    public static TheoryData<string?> Published => [.. (SharedTemplates.Folder is { } folder ? Directory.GetFiles(folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal) : Enumerable.Empty<string?>()).DefaultIfEmpty(null)];

    private async Task<string> RenderAsync(string template, params ChatMessage[] messages) => (await TestRenderer.ForAsync(tiny, template)).Render(messages);
}
