using System.ComponentModel;
using Edge.AI.AspNetCore.Tests.Support;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Edge.AI.AspNetCore.Tests.OpenAI;

/// <summary>Frameworks that speak OpenAI's protocol, with only another address.</summary>
public sealed class EcosystemTests(TinyServer tiny)
{
    private const string Question = "What is the weather in Oslo?";
    private const string Answer = "7 degrees and rainy"; // the frameworks send the text as JSON, which edge-tiny repeats in its own way

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Semantic_Kernel_calls_a_plugin()
    {
        var builder = Kernel.CreateBuilder();
        builder.AddOpenAIChatClient(TinyServer.Model, tiny.Server.OpenAI, "none");
        builder.Plugins.AddFromFunctions("weather", [KernelFunctionFactory.CreateFromMethod(Weather, "get_weather", "Gets the weather of a city")]);
        var kernel = builder.Build();

        var answer = await kernel.InvokePromptAsync<string>(Question, new(new OpenAIPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(), Temperature = 0 }), cancellationToken: Cancellation);

        answer.Should().Contain(Answer);
    }

    [Fact]
    public async Task An_agent_calls_its_tool()
    {
        var agent = new ChatClientAgent(tiny.Server.OpenAIClient().GetChatClient(TinyServer.Model).AsIChatClient(), tools: [AIFunctionFactory.Create(Weather, "get_weather", "Gets the weather of a city")]);

        (await agent.RunAsync(Question, cancellationToken: Cancellation)).Text.Should().Contain(Answer);
    }

    [Fact]
    public async Task The_responses_client_of_Microsoft_Extensions_AI_calls_its_tool()
    {
        using var client = tiny.Server.OpenAIClient().GetResponsesClient().AsIChatClient(TinyServer.Model).AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(Weather, "get_weather", "Gets the weather of a city")] };

        (await client.GetResponseAsync(Question, options, Cancellation)).Text.Should().Contain(Answer);
    }

    private static string Weather([Description("The city")] string city) => city == "Oslo" ? "7 degrees and rainy" : "unknown";
}
