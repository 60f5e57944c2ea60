using System.ComponentModel;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Edge.AI.AspNetCore.Tests.Support;
using Microsoft.Extensions.AI;
using OllamaSharp;

namespace Edge.AI.AspNetCore.Tests.Ollama;

/// <summary>What OllamaSharp gets from the server.</summary>
public sealed class OllamaTests(TinyServer tiny)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Models_and_the_version_are_listed()
    {
        using var client = new OllamaApiClient(tiny.Server.Address.OriginalString, TinyServer.Model);

        (await client.ListLocalModelsAsync(Cancellation)).Should().ContainSingle().Which.Name.Should().Be(TinyServer.Model);
        (await client.GetVersionAsync(Cancellation)).Should().NotBeNull();
    }

    [Theory]
    [InlineData("edge-tiny")]
    [InlineData("edge-tiny:latest")]
    public async Task A_question_is_answered_in_pieces(string model)
    {
        using var client = new OllamaApiClient(tiny.Server.Address.OriginalString, model);
        var updates = await ((IChatClient)client).GetStreamingResponseAsync("What is the capital of France?", new() { Temperature = 0 }, Cancellation).ToListAsync(Cancellation);

        string.Concat(updates.Select(update => update.Text)).Should().Be("The capital of France is Paris.");
        updates.Count(update => update.Text.Length > 0).Should().BeGreaterThan(3);
        updates.ToChatResponse().Usage!.OutputTokenCount.Should().BePositive();
    }

    [Fact]
    public async Task A_tool_is_called_and_its_result_is_used()
    {
        using var client = new OllamaApiClient(tiny.Server.Address.OriginalString, TinyServer.Model);
        var weather = AIFunctionFactory.Create(([Description("The city")] string city) => city, "get_weather", "Gets the weather of a city");
        var called = await ((IChatClient)client).GetResponseAsync("What is the weather in Oslo?", new() { Tools = [weather], Temperature = 0 }, Cancellation);
        var call = called.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Single();
        (call.Name, call.Arguments!["city"]!.ToString()).Should().Be(("get_weather", "Oslo"));

        using var response = await tiny.Http.PostAsJsonAsync("api/chat", new
        {
            model = TinyServer.Model,
            stream = false,
            messages = new object[]
            {
                new { role = "user", content = "What is the weather in Oslo?" },
                new { role = "assistant", content = "", tool_calls = new[] { new { function = new { name = "get_weather", arguments = new { city = "Oslo" } } } } },
                new { role = "tool", tool_name = "get_weather", content = "7 degrees and rainy" },
            },
        }, Cancellation);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        answer.GetProperty("message").GetProperty("content").GetString().Should().Be("The result is: 7 degrees and rainy.");
    }

    /// <summary>OllamaSharp sends neither the id of a call nor the name of its tool, and wraps the result.</summary>
    [Fact]
    public async Task The_loop_of_Microsoft_Extensions_AI_over_tools_ends_with_an_answer()
    {
        var calls = 0;
        using var ollama = new OllamaApiClient(tiny.Server.Address.OriginalString, TinyServer.Model);
        using var client = ((IChatClient)ollama).AsBuilder().UseFunctionInvocation().Build();
        var weather = AIFunctionFactory.Create(([Description("The city")] string city) => $"{++calls + 6} degrees and rainy", "get_weather", "Gets the weather of a city");
        var answer = await client.GetResponseAsync("What is the weather in Oslo?", new() { Tools = [weather], Temperature = 0 }, Cancellation);

        calls.Should().Be(1);
        answer.Text.Should().Be("The result is: 7 degrees and rainy.");
    }

    [Fact]
    public async Task A_schema_constrains_the_answer()
    {
        using var response = await tiny.Http.PostAsJsonAsync("api/chat", new
        {
            model = TinyServer.Model,
            stream = false,
            messages = new[] { new { role = "user", content = "What is the capital of France?" } },
            format = new { type = "object", properties = new { ok = new { type = "boolean" } }, required = new[] { "ok" }, additionalProperties = false },
            options = new { temperature = 0, num_predict = 50 },
        }, Cancellation);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        answer.GetProperty("done").GetBoolean().Should().BeTrue();
        answer.GetProperty("done_reason").GetString().Should().Be("stop");
        JsonDocument.Parse(answer.GetProperty("message").GetProperty("content").GetString()!).RootElement.TryGetProperty("ok", out _).Should().BeTrue();
    }

    [Fact]
    public async Task What_the_server_has_not_is_an_error_in_the_shape_of_Ollama()
    {
        using var response = await tiny.Http.PostAsJsonAsync("api/pull", new { model = TinyServer.Model }, Cancellation);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("error").GetString().Should().Be("This server has no POST /api/pull.");
    }

    [Fact]
    public async Task An_error_has_the_shape_of_Ollama()
    {
        using var response = await tiny.Http.PostAsJsonAsync("api/chat", new { model = "who", messages = Array.Empty<object>() }, Cancellation);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("error").GetString().Should().Contain("edge-tiny");
    }
}
