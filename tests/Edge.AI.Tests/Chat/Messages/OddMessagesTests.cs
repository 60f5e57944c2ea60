using System.Text.Json;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat.Messages;

/// <summary>Messages that no template can say: an error names the place, or the model sees the nearest thing.</summary>
public sealed class OddMessagesTests(TinyModel tiny)
{
    private const string Template =
        "{% for t in tools or [] %}{{ t | tojson }}{% endfor %}{% for m in messages %}<{{ m.role }}>{{ m.content }}{% for c in m.tool_calls or [] %}<tool_call>{\"name\": \"{{ c.function.name }}\", \"arguments\": {{ c.function.arguments | tojson }}}</tool_call>{% endfor %}{% endfor %}";

    private static readonly ChatMessage Question = new(ChatRole.User, "Hi");

    [Fact]
    public async Task Values_that_JSON_cannot_express_are_errors_that_name_message_and_call()
    {
        var cyclic = new Dictionary<string, object?>();
        cyclic["self"] = cyclic;
        JsonDocument disposed = JsonDocument.Parse("{}");
        var dead = disposed.RootElement;
        disposed.Dispose();
        object[] values =
        [
            cyclic, Nested(70), JsonElement.Parse(new string('[', 70) + new string(']', 70), new JsonDocumentOptions { MaxDepth = 100 }), double.NaN, float.PositiveInfinity, new { n = double.NegativeInfinity },
            new Throwing(), (Action)(() => { }), dead, JsonElement.Parse(new string('9', 5000)), new MemoryStream(),
        ];
        foreach (var value in values)
        {
            var calling = () => RenderAsync(Question, new(ChatRole.Assistant, [new FunctionCallContent("call-1", "get_weather", new Dictionary<string, object?> { ["city"] = value })]));
            (await calling.Should().ThrowAsync<EdgeOptionException>()).Which.Message.Should().Contain("messages[1]").And.Contain("'call-1'").And.Contain("get_weather").And.NotContain("NumberHandling").And.NotContain("ReferenceHandler");

            var answering = () => RenderAsync(Question, new(ChatRole.Assistant, [new FunctionCallContent("call-1", "f")]), new(ChatRole.Tool, [new FunctionResultContent("call-1", value)]));
            (await answering.Should().ThrowAsync<EdgeOptionException>()).Which.Message.Should().Contain("messages[2]").And.Contain("'call-1'");
        }
    }

    [Fact]
    public async Task Values_up_to_sixty_four_levels_deep_are_written() =>
        (await RenderAsync(Question, new(ChatRole.Assistant, [new FunctionCallContent("c", "f")]), new(ChatRole.Tool, [new FunctionResultContent("c", Nested(64))]))).Should().Contain(new string('[', 64));

    [Fact]
    public async Task Half_a_character_in_text_reaches_the_model_as_the_replacement_character()
    {
        const string Half = "x\ud83d";
        var prompt = await RenderAsync(
            new(ChatRole.User, Half),
            new(ChatRole.Assistant, [new TextReasoningContent(Half), new FunctionCallContent("a", "f", new Dictionary<string, object?> { ["v"] = Half, ["j"] = JsonElement.Parse("\"y\\ud83d\""), ["k" + Half] = "\ude00z" })]),
            new(ChatRole.Tool, [new FunctionResultContent("a", Half)]),
            new(ChatRole.Assistant, [new FunctionCallContent("b", "f")]),
            new(ChatRole.Tool, [new FunctionResultContent("b", new { v = Half, j = JsonElement.Parse("[\"\\ud83d\\ud83d\\ude00\\\\ud83d\"]") })]));

        prompt.Should().Contain("<user>x\ufffd").And.Contain("<tool>x\ufffd").And.Contain("y\ufffd").And.Contain("\ufffdz").And.Contain("{\"v\": \"x\ufffd\", \"j\": [\"\ufffd😀\\\\ud83d\"]}");
    }

    [Fact]
    public async Task Half_a_character_in_a_name_is_an_error_that_names_the_place()
    {
        const string Half = "get\ud83d";
        var calling = () => RenderAsync(Question, new(ChatRole.Assistant, [new FunctionCallContent("c", Half)]));
        (await calling.Should().ThrowAsync<EdgeOptionException>()).Which.Message.Should().Contain("messages[1]").And.Contain(@"get\ud83d");

        var offering = async () => (await TestRenderer.ForAsync(tiny, Template)).Render(new ChatOptions { Tools = [Declared.Function(Half, "", "{}")] }, [Question]);
        (await offering.Should().ThrowAsync<EdgeOptionException>()).Which.Message.Should().Contain("Tools").And.Contain(@"get\ud83d");
    }

    [Fact]
    public async Task Half_a_character_in_what_is_said_about_a_tool_is_replaced()
    {
        foreach (var template in new[] { Template, "{% for m in messages %}{{ m.content }}{% endfor %}" })
            (await TestRenderer.ForAsync(tiny, template)).Render(new ChatOptions { Tools = [Declared.Function("f", "cut\ud83d", "{}")], Instructions = "cut\ud83d" }, [Question]).Should().Contain("cut\ufffd");
    }

    [Fact]
    public async Task Missing_messages_contents_and_roles_are_errors_that_name_the_place()
    {
        await Refused([Question, null!], "messages[1]", "null");
        await Refused([Question, new(ChatRole.User, [null!])], "messages[1]", "null");
        await Refused([Question, new(default, "Hi")], "messages[1]", "role");
        await Refused([Question, new(new("nar\u0007rator"), "Hi")], "messages[1]", @"nar\u0007rator");

        async Task Refused(ChatMessage[] messages, params string[] words) =>
            (await FluentActions.Awaiting(() => RenderAsync(messages)).Should().ThrowAsync<EdgeOptionException>()).Which.Message.Should().ContainAll(words);
    }

    [Fact]
    public void More_stop_sequences_than_anybody_needs_are_an_error_that_names_the_option()
    {
        Refused(new ChatOptions { StopSequences = [.. Enumerable.Range(0, 100_000).Select(number => $"{number}")] }, "StopSequences");

        static void Refused(ChatOptions options, string option) =>
            FluentActions.Invoking(() => AI.Chat.ChatRequest.From(options, TinyClient.Model)).Should().Throw<EdgeOptionException>().Which.Option.Should().Be(option);
    }

    private static object[] Nested(int depth) => depth == 1 ? [] : [Nested(depth - 1)];

    private async Task<string> RenderAsync(params ChatMessage[] messages) => (await TestRenderer.ForAsync(tiny, Template)).Render(messages);

    private sealed class Throwing
    {
        private readonly string _reason = "It has no value.";

        public int Value => throw new InvalidOperationException(_reason);
    }
}
