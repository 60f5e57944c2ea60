using System.Text.Json;
using Edge.AI.Chat.Answers;
using Edge.AI.Chat.Reasoning;
using Edge.AI.Testing;
using Edge.AI.Tests.Support;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Chat.Answers;

public sealed class AnswerGrammarsTests
{
    private readonly AnswerGrammars _grammars = new(NullLogger<AnswerGrammars>.Instance);

    private static AnswerFormat Hermes { get; } = new(new HermesFormat(), new ReasoningFormat("<think>", "</think>"));

    private static ChatResponseFormatJson Person => ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type": "object", "properties": {"name": {"type": "string"}}}"""));

    [Fact]
    public void Equal_requests_share_a_grammar()
    {
        _grammars.For(Hermes, Offer(Declared.Weather, Declared.Add), response: null, isReasoning: false)
            .Should().BeSameAs(_grammars.For(Hermes, Offer(Declared.Weather, Declared.Add), response: null, isReasoning: false));
        _grammars.For(Hermes, tools: null, Person, isReasoning: true).Should().BeSameAs(_grammars.For(Hermes, tools: null, Person, isReasoning: true));
    }

    [Fact]
    public void A_caller_s_grammar_is_parsed_once_for_each_place_where_it_begins()
    {
        const string Gbnf = "root ::= \"yes\" | \"no\"";

        var first = _grammars.Own(Gbnf);
        var afterReasoning = _grammars.Own(Gbnf, "</think>");

        _grammars.Own(Gbnf).Should().BeSameAs(first);
        _grammars.Own(Gbnf, "</think>").Should().BeSameAs(afterReasoning).And.NotBeSameAs(first);
    }

    [Fact]
    public void Whatever_makes_a_difference_makes_another_grammar()
    {
        var grammars = new[]
        {
            _grammars.For(Hermes, Offer(Declared.Weather), null, isReasoning: false),
            _grammars.For(Hermes, Offer(Declared.Add), null, isReasoning: false),
            _grammars.For(Hermes, Offer(Declared.Weather, Declared.Add), null, isReasoning: false),
            _grammars.For(Hermes, Offer(Declared.Function("get_weather", "", """{"type": "object", "properties": {"place": {"type": "string"}}}""")), null, isReasoning: false),
            _grammars.For(Hermes, Offer(ChatToolMode.RequireAny, Declared.Weather, Declared.Add), null, isReasoning: false),
            _grammars.For(Hermes, Offer(ChatToolMode.RequireSpecific("add"), Declared.Weather, Declared.Add), null, isReasoning: false),
            _grammars.For(Hermes, Offer(ChatToolMode.RequireAny, Declared.Weather, Declared.Add), null, isReasoning: true),
            _grammars.For(Hermes, ToolSet.From(new() { Tools = [Declared.Weather], AllowMultipleToolCalls = false }), null, isReasoning: false),
            _grammars.For(Hermes with { Tools = new MistralFormat() }, Offer(Declared.Weather), null, isReasoning: false),
            _grammars.For(Hermes, Offer(Declared.Weather), Person, isReasoning: false),
            _grammars.For(Hermes, tools: null, Person, isReasoning: false),
            _grammars.For(Hermes with { Reasoning = null }, tools: null, Person, isReasoning: false),
            _grammars.For(Hermes, tools: null, ChatResponseFormat.Json, isReasoning: false),
        };

        grammars.Select(grammar => grammar!.Grammar.Gbnf + (grammar.Triggers.Count > 0)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Where_a_call_is_required_no_other_answer_is_let_through()
    {
        var required = Offer(ChatToolMode.RequireAny, Declared.Weather);

        _grammars.For(Hermes, required, Person, isReasoning: false)!.Grammar.Gbnf.Should().Be(_grammars.For(Hermes, required, response: null, isReasoning: false)!.Grammar.Gbnf);
    }

    [Fact]
    public void What_tools_a_model_could_have_makes_no_difference_to_one_without() =>
        _grammars.For(Hermes, tools: null, Person, isReasoning: false).Should().BeSameAs(_grammars.For(Hermes with { Tools = new MistralFormat() }, tools: null, Person, isReasoning: false));

    [Fact]
    public void Only_so_many_are_kept()
    {
        var first = _grammars.For(Hermes, Offer(Declared.Weather), null, isReasoning: false);

        for (var i = 0; i < 200; i++)
            _grammars.For(Hermes, tools: null, ChatResponseFormat.ForJsonSchema(JsonElement.Parse($$"""{"const":{{i}}}""")), isReasoning: false);

        var again = _grammars.For(Hermes, Offer(Declared.Weather), null, isReasoning: false);
        again.Should().NotBeSameAs(first);
        again!.Grammar.Gbnf.Should().Be(first!.Grammar.Gbnf);
    }

    [Fact]
    public void Without_tools_and_format_there_is_none() => _grammars.For(Hermes, tools: null, response: null, isReasoning: true).Should().BeNull();

    [Fact]
    public void What_a_tool_asks_for_and_a_grammar_cannot_express_is_noted_once()
    {
        using var log = new LogLines();
        var grammars = new AnswerGrammars(new Logger<AnswerGrammars>(log));
        var tools = Offer(Declared.Function("pick", "", """{"type": "object", "properties": {"n": {"type": "integer", "multipleOf": 3}}}"""));

        grammars.For(Hermes, tools, null, isReasoning: false);
        grammars.For(Hermes, tools, null, isReasoning: false);

        log.Lines.Should().ContainSingle().Which.Text.Should().Contain("multipleOf");
    }

    private static ToolSet Offer(params AITool[] tools) => Offer(ChatToolMode.Auto, tools);

    private static ToolSet Offer(ChatToolMode mode, params AITool[] tools) => ToolSet.From(new() { Tools = tools, ToolMode = mode })!;
}
