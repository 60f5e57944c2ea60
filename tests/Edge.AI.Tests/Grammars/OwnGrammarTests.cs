using System.Text.Json;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Grammars;

/// <summary>A caller's own grammar.</summary>
public sealed class OwnGrammarTests(TinyModel tiny)
{
    private const string YesOrNo = "root ::= \"yes\" | \"no\"";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_answer_follows_the_grammar_however_it_was_given()
    {
        using var client = TinyClient.Over(tiny);
        ChatOptions[] ways =
        [
            new EdgeChatOptions { Grammar = YesOrNo },
            new() { RawRepresentationFactory = _ => new EdgeChatOptions { Grammar = YesOrNo } },
            new() { AdditionalProperties = new() { ["grammar"] = YesOrNo } },
            new() { AdditionalProperties = new() { ["grammar"] = JsonSerializer.SerializeToElement(YesOrNo) } },
            new EdgeChatOptions { Grammar = YesOrNo, ResponseFormat = ChatResponseFormat.Text, Tools = [AIFunctionFactory.Create(() => 1, "one")], ToolMode = ChatToolMode.None },
        ];

        foreach (var options in ways)
        {
            options.Temperature = 0;
            (await client.GetResponseAsync("What is the capital of France?", options, Cancellation)).Text.Should().BeOneOf("yes", "no");
        }
    }

    [Fact]
    public async Task A_grammar_beside_what_it_contradicts_is_refused()
    {
        using var client = TinyClient.Over(tiny);
        AITool[] tools = [AIFunctionFactory.Create(() => 1, "one")];

        foreach (var options in (EdgeChatOptions[])[new() { ResponseFormat = ChatResponseFormat.Json }, new() { Tools = tools }, new() { Tools = tools, ToolMode = ChatToolMode.RequireAny }])
        {
            options.Grammar = YesOrNo;
            (await FluentActions.Awaiting(() => client.GetResponseAsync("hello", options, Cancellation)).Should().ThrowAsync<EdgeOptionException>()).Which.Option.Should().Be("Grammar");
        }
    }

    [Fact]
    public async Task A_broken_grammar_is_refused_with_its_line_before_the_model_is_loaded()
    {
        using var client = TinyClient.Over(new FixedHost(null));

        var asking = () => client.GetResponseAsync("hello", new EdgeChatOptions { Grammar = "root ::= \"a\" |\n  \"b" }, Cancellation);

        (await asking.Should().ThrowAsync<EdgeOptionException>()).Which.Message.Should().Contain("line 2, column 3");
    }

    [Fact]
    public async Task Reasoning_is_free_and_the_answer_after_it_follows_the_grammar()
    {
        const string Template = "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n<think>\n{# </think> #}";
        using var client = TinyClient.Over(tiny, chatTemplate: Template, reasoningBudget: 5);

        var response = await client.GetResponseAsync("What is the capital of France?", new EdgeChatOptions { Temperature = 0, Grammar = YesOrNo, MaxOutputTokens = 200 }, Cancellation);

        response.Messages[0].Contents.OfType<TextReasoningContent>().Should().NotBeEmpty();
        response.Text.Trim().Should().BeOneOf("yes", "no");
    }
}
