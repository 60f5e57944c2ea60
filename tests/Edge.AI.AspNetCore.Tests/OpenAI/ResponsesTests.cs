using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Edge.AI.AspNetCore.Tests.Support;
using OpenAI.Responses;

namespace Edge.AI.AspNetCore.Tests.OpenAI;

public sealed class ResponsesTests(TinyServer tiny)
{
    private static readonly BinaryData s_parameters = BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string","description":"The city"}},"required":["city"]}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ResponsesClient Client => tiny.Server.OpenAIClient().GetResponsesClient();

    [Fact]
    public async Task A_question_is_answered()
    {
        ResponseResult response = await Client.CreateResponseAsync(Ask("What is the capital of France?"), Cancellation);

        response.GetOutputText().Should().Be("The capital of France is Paris.");
        response.Status.Should().Be(ResponseStatus.Completed);
        response.Model.Should().Be(TinyServer.Model);
        response.Usage.OutputTokenCount.Should().BePositive();
    }

    [Fact]
    public async Task The_events_of_a_stream_tell_every_step()
    {
        var options = Ask("What is the capital of France?");
        options.StreamingEnabled = true;
        var updates = new List<StreamingResponseUpdate>();
        await foreach (var update in await Client.CreateResponseStreamingAsync(options, Cancellation))
            updates.Add(update);

        updates.Select(update => update.SequenceNumber).Should().Equal(Enumerable.Range(0, updates.Count));
        updates[0].Should().BeOfType<StreamingResponseCreatedUpdate>();
        string.Concat(updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(update => update.Delta)).Should().Be("The capital of France is Paris.");
        updates.OfType<StreamingResponseOutputTextDoneUpdate>().Single().Text.Should().Be("The capital of France is Paris.");
        updates[^1].Should().BeOfType<StreamingResponseCompletedUpdate>().Which.Response.GetOutputText().Should().Be("The capital of France is Paris.");
    }

    [Fact]
    public async Task A_tool_is_called_and_its_result_is_used()
    {
        var options = Ask("What is the weather in Oslo?");
        options.Tools.Add(ResponseTool.CreateFunctionTool("get_weather", s_parameters, strictModeEnabled: true, functionDescription: "Gets the weather of a city"));
        ResponseResult called = await Client.CreateResponseAsync(options, Cancellation);
        var call = called.OutputItems.OfType<FunctionCallResponseItem>().Single();
        call.FunctionName.Should().Be("get_weather");

        options.InputItems.Add(call);
        options.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem(call.CallId, "7 degrees and rainy"));
        ResponseResult answered = await Client.CreateResponseAsync(options, Cancellation);
        answered.GetOutputText().Should().Be("The result is: 7 degrees and rainy.");
    }

    [Fact]
    public async Task A_schema_constrains_the_answer_and_the_token_limit_cuts_it_off()
    {
        var options = Ask("What is the capital of France?");
        options.TextOptions = new() { TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("city", BinaryData.FromString("""{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"],"additionalProperties":false}"""), jsonSchemaIsStrict: true) };
        options.MaxOutputTokenCount = 100;
        ResponseResult structured = await Client.CreateResponseAsync(options, Cancellation);
        JsonDocument.Parse(structured.GetOutputText()).RootElement.GetProperty("ok").ValueKind.Should().BeOneOf(JsonValueKind.True, JsonValueKind.False);

        var longOne = Ask("What is the capital of France?");
        longOne.MaxOutputTokenCount = 2;
        ResponseResult cut = await Client.CreateResponseAsync(longOne, Cancellation);
        cut.Status.Should().Be(ResponseStatus.Incomplete);
    }

    [Theory]
    [InlineData("previous_response_id", "\"resp_1\"")]
    [InlineData("background", "true")]
    [InlineData("conversation", "\"conv_1\"")]
    public async Task What_needs_memory_between_requests_is_refused(string name, string value)
    {
        using var content = new StringContent($$"""{"model":"edge-tiny","input":"Hi","{{name}}":{{value}}}""");
        using var response = await tiny.Http.PostAsync("v1/responses", content, Cancellation);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("error").GetProperty("param").GetString().Should().Be(name);
    }

    private static CreateResponseOptions Ask(string question) => new(TinyServer.Model, [ResponseItem.CreateUserMessageItem(question)]);
}
