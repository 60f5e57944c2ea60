using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat.Messages;

/// <summary>Results reach the template in the order of their calls, because many templates write them without an id.</summary>
public sealed class CallPairingTests(TinyModel tiny)
{
    /// <summary>Writes what a model can tell apart by position only.</summary>
    private const string ByPosition =
        "{% for t in tools or [] %}{{ t.function.name }}{% endfor %}{% for m in messages %}<{{ m.role }}>{{ m.content }}{% for c in m.tool_calls or [] %}<tool_call>{\"name\": \"{{ c.function.name }}\", \"arguments\": {{ c.function.arguments | tojson }}}</tool_call>{% endfor %}{% endfor %}";

    private const string NoTools = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}";

    private const string OneAtOnce =
        """
        {%- for m in messages %}{% if m.tool_calls %}{% if m.tool_calls | length > 1 %}{{ raise_exception('one at once') }}{% endif %}<tool_call>{"name": "{{ m.tool_calls[0].function.name }}", "arguments": {{ m.tool_calls[0].function.arguments | tojson }}}</tool_call>{% else %}<{{ m.role }}>{{ m.content }}{% endif %}{% endfor %}{{ tools }}
        """;

    private static readonly ChatMessage Question = new(ChatRole.User, "Hi");

    [Theory]
    [InlineData(ByPosition, "<tool>A<tool>B")]
    [InlineData(NoTools, "<tool_response>\nA\n</tool_response>\n<tool_response>\nB\n</tool_response>")]
    public async Task Results_follow_the_order_of_their_calls_whatever_order_they_came_in(string template, string expected)
    {
        ChatMessage calls = Calls("a", "b");

        (await RenderAsync(template, Question, calls, Results(("b", "B"), ("a", "A")))).Should().EndWith(expected, "in one message");
        (await RenderAsync(template, Question, calls, Results(("b", "B")), Results(("a", "A")))).Should().EndWith(expected, "in several messages");
        (await RenderAsync(template, Question, Calls("a"), Calls("b"), Results(("b", "B")), Results(("a", "A")))).Should().EndWith(expected, "calls in several messages, too");
    }

    [Fact]
    public async Task Calls_that_a_template_takes_one_at_a_time_have_their_own_results_behind_them() =>
        (await RenderAsync(OneAtOnce, Question, Calls("a", "b", "c"), Results(("c", "C"), ("a", "A"), ("b", "B"))))
            .Should().StartWith("<user>Hi" + CallText("a") + "<tool>A" + CallText("b") + "<tool>B" + CallText("c") + "<tool>C");

    [Fact]
    public async Task A_missing_result_is_empty_in_the_place_of_its_call() =>
        (await RenderAsync(ByPosition, Question, Calls("a", "b", "c"), Results(("c", "C"), ("b", "B")))).Should().EndWith("<tool><tool>B<tool>C");

    [Fact]
    public async Task Results_of_unknown_calls_and_second_results_come_last() =>
        (await RenderAsync(ByPosition, Question, Calls("a", "b"), Results(("x", "X"), ("b", "B"), ("a", "A"), ("b", "again")))).Should().EndWith("<tool>A<tool>B<tool>X<tool>again");

    [Fact]
    public async Task Calls_with_equal_ids_are_answered_one_after_the_other_and_a_later_turn_by_its_own_results() =>
        (await RenderAsync(ByPosition, Question, Calls("c", "c"), Results(("c", "1"), ("c", "2")), Question, Calls("c"), Results(("c", "3"))))
            .Should().Be("<user>Hi<assistant>" + CallText("c") + CallText("c") + "<tool>1<tool>2<user>Hi<assistant>" + CallText("c") + "<tool>3");

    [Fact]
    public async Task A_result_that_comes_after_other_messages_goes_to_its_call() =>
        (await RenderAsync(ByPosition, Question, Calls("a", "b"), Results(("a", "A")), new(ChatRole.User, "Hurry!"), Results(("b", "B")), new(ChatRole.Assistant, "Done.")))
            .Should().Be("<user>Hi<assistant>" + CallText("a") + CallText("b") + "<tool>A<tool>B<user>Hurry!<assistant>Done.");

    [Fact]
    public async Task A_call_and_its_result_in_one_message_come_one_after_the_other() =>
        (await RenderAsync(ByPosition, Question, new(ChatRole.Assistant, [new TextContent("Wait."), Call("a"), new FunctionResultContent("a", "A"), new TextContent("Done.")])))
            .Should().Be("<user>Hi<assistant>Wait." + CallText("a") + "<tool>A<assistant>Done.");

    [Theory]
    [InlineData("Qwen-Qwen2.5-7B-Instruct")]
    [InlineData("GLM-4.6")]
    [InlineData("Qwen3-Coder")]
    [InlineData("meta-llama-Llama-3.1-8B-Instruct")]
    [InlineData("mistralai-Mistral-Nemo-Instruct-2407")]
    public async Task Published_templates_show_the_results_in_the_order_of_the_calls(string template)
    {
        var prompt = await RenderAsync(SharedTemplates.Source(template), Question, Calls("a", "b"), Results(("b", "result-of-b"), ("a", "result-of-a")));

        prompt.IndexOf("result-of-a", StringComparison.Ordinal).Should().BePositive().And.BeLessThan(prompt.IndexOf("result-of-b", StringComparison.Ordinal));
    }

    private static ChatMessage Calls(params string[] ids) => new(ChatRole.Assistant, [.. ids.Select(Call)]);

    private static AIContent Call(string id) => new FunctionCallContent(id, id, new Dictionary<string, object?>());

    private static string CallText(string id) => "<tool_call>{\"name\": \"" + id + "\", \"arguments\": {}}</tool_call>";

    private static ChatMessage Results(params (string Id, string Text)[] results) => new(ChatRole.Tool, [.. results.Select(result => new FunctionResultContent(result.Id, result.Text))]);

    private async Task<string> RenderAsync(string template, params ChatMessage[] messages) => (await TestRenderer.ForAsync(tiny, template)).Render(messages);
}
