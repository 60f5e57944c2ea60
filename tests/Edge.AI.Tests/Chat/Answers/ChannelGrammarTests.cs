using System.Text.Json;
using Edge.AI.Chat.Answers;
using Edge.AI.Chat.Reasoning;
using Edge.AI.Tests.Support;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Chat.Answers;

/// <summary>What the grammars of gpt-oss admit around calls and answers.</summary>
public sealed class ChannelGrammarTests(NoiseModel noise)
{
    private const string Channels = "<|channel|>analysis<|message|> <|channel|>final<|message|>";

    private static readonly AnswerFormat Format = new(new HarmonyFormat(), ReasoningFormat.Find(Channels), TextFrame.Find(Channels));

    [Theory]
    [InlineData("{\"ok\":true}", true)]
    [InlineData("<|channel|>final<|message|>{\"ok\":true}", true)]
    [InlineData("<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>{\"ok\":true}", true)]
    [InlineData("<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>{\"ok\":true}", true)]
    [InlineData("<|channel|>analysis<|message|>Hm.<|end|><|channel|>final<|message|>{\"ok\":true}", true)]
    [InlineData("<|start|>user<|channel|>final<|message|>{\"ok\":true}", false)]
    public async Task A_message_may_start_between_the_reasoning_and_the_JSON_of_an_answer(string written, bool isAdmitted)
    {
        var json = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}"""));

        (await noise.Loaded).Takes(AnswerGrammar.For(Format, tools: null, json, isReasoning: false, NullLogger.Instance).Grammar, written).Should().Be(isAdmitted);
    }

    [Theory]
    [InlineData("<|channel|>analysis to=functions.get_time <|constrain|>json<|message|>{\"city\":\"Oslo\"}", true)]
    [InlineData("<|channel|>commentary to=get_time <|constrain|>json<|message|>{\"city\":\"Oslo\"}", true)]
    [InlineData("<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>analysis to=get_time<|message|>{\"city\":\"Oslo\"}", true)]
    [InlineData("<|channel|>final to=functions.get_time<|message|>{\"city\":\"Oslo\"}", false)]
    public async Task Calls_come_on_either_channel_with_their_namespace_or_without(string written, bool isAdmitted)
    {
        var tools = ToolSet.From(new() { Tools = [Declared.Time], ToolMode = ChatToolMode.RequireAny });

        (await noise.Loaded).Takes(AnswerGrammar.For(Format, tools, response: null, isReasoning: false, NullLogger.Instance).Grammar, written).Should().Be(isAdmitted);
    }
}
