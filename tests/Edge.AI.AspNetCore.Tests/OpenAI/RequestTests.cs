using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Edge.AI.AspNetCore.Tests.Support;

namespace Edge.AI.AspNetCore.Tests.OpenAI;

/// <summary>What is on the wire.</summary>
public sealed class RequestTests(TinyServer tiny)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Models_are_listed_and_found_by_id_and_alias()
    {
        var list = await tiny.Http.GetFromJsonAsync<JsonElement>("v1/models", Cancellation);
        list.GetProperty("object").GetString().Should().Be("list");
        list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()).Should().Equal("edge-tiny", LetterEmbeddings.ModelId);
        (await tiny.Http.GetFromJsonAsync<JsonElement>("v1/models/EDGE-TINY", Cancellation)).GetProperty("context_length").GetInt32().Should().Be(1024);

        using var unknown = await tiny.Http.GetAsync("v1/models/who", Cancellation);
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await ErrorOf(unknown)).GetProperty("code").GetString().Should().Be("model_not_found");
    }

    [Theory]
    [InlineData("POST", "v1/audio/speech")]
    [InlineData("GET", "v1/chat/completions")]
    public async Task A_request_for_which_there_is_no_endpoint_gets_an_error_in_the_shape_of_the_protocol(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        using var response = await tiny.Http.SendAsync(request, Cancellation);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        var error = await ErrorOf(response);
        error.GetProperty("code").GetString().Should().Be("unknown_url");
        error.GetProperty("message").GetString().Should().Be($"This server has no {method} /{path}.");
    }

    [Fact]
    public async Task A_stream_is_made_of_server_sent_events_and_ends_with_done()
    {
        using var response = await PostAsync("v1/chat/completions", """{"model":"edge-tiny","stream":true,"messages":[{"role":"user","content":"What is 2 + 3?"}]}""");
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");

        var events = (await response.Content.ReadAsStringAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        events.Should().AllSatisfy(one => one.Should().StartWith("data: "));
        events[^1].Should().Be("data: [DONE]");
        var chunks = events[..^1].Select(one => JsonDocument.Parse(one["data: ".Length..]).RootElement).ToList();
        chunks.Should().AllSatisfy(chunk => chunk.GetProperty("object").GetString().Should().Be("chat.completion.chunk"));
        chunks.Should().AllSatisfy(chunk => chunk.TryGetProperty("usage", out _).Should().BeFalse("the request did not ask for it"));
        chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString().Should().Be("stop");
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}]}""", "model", "missing_required_parameter")]
    [InlineData("""{"model":"edge-tiny"}""", "messages", "missing_required_parameter")]
    [InlineData("""{"model":"edge-tiny","messages":[]}""", "messages", "invalid_value")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"robot","content":"Hi"}]}""", "messages[0].role", "invalid_value")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":5}]}""", "messages[0].content", "invalid_type")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":[{"type":"hologram"}]}]}""", "messages[0].content[0].type", "invalid_value")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":"Hi"}],"n":2}""", "n", "unsupported_parameter")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":"Hi"}],"logprobs":true}""", "logprobs", "unsupported_parameter")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":"Hi"}],"functions":[{"name":"f"}]}""", "functions", "unsupported_parameter")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":"Hi"}],"modalities":["text","audio"]}""", "modalities", "invalid_value")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":"Hi"}],"temperature":"hot"}""", "temperature", "invalid_type")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":"Hi"}],"temperature":-1}""", "Temperature", "unsupported_parameter")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":"Hi"}],"max_tokens":0}""", "max_tokens", "invalid_value")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":"Hi"}],"tool_choice":"required"}""", "tool_choice", "invalid_value")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"code_interpreter"}]}""", "tools[0].type", "invalid_value")]
    [InlineData("""{"model":"edge-tiny","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema"}}""", "response_format.json_schema", "missing_required_parameter")]
    public async Task A_request_that_cannot_be_served_names_its_place(string body, string parameter, string code)
    {
        using var response = await PostAsync("v1/chat/completions", body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var error = await ErrorOf(response);
        error.GetProperty("type").GetString().Should().Be("invalid_request_error");
        error.GetProperty("param").GetString().Should().Be(parameter);
        error.GetProperty("code").GetString().Should().Be(code);
        error.GetProperty("message").GetString().Should().NotContain("   at ", "a stack trace is for the log");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("not json")]
    public async Task A_body_that_is_not_a_JSON_object_is_a_400(string body)
    {
        using var response = await PostAsync("v1/chat/completions", body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await ErrorOf(response)).GetProperty("message").GetString().Should().NotBeEmpty();
    }

    [Fact]
    public async Task Options_that_change_nothing_are_accepted()
    {
        using var response = await PostAsync("v1/chat/completions", """
            {"model":"edge-tiny","messages":[{"role":"user","content":"What is 2 + 3?"}],"n":1,"logprobs":false,"user":"me","metadata":{"a":"b"},"store":false,"service_tier":"auto","min_p":0.1,"reasoning_effort":"low"}
            """);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_raw_prompt_is_continued_without_the_chat_template()
    {
        const string Prompt = "<|im_start|>user\\nWhat is the capital of France?<|im_end|>\\n<|im_start|>assistant\\nThe capital of";
        using var response = await PostAsync("v1/completions", $$"""{"model":"edge-tiny","prompt":"{{Prompt}}","temperature":0}""");
        using var streamed = await PostAsync("v1/completions", $$$"""{"model":"edge-tiny","prompt":"{{{Prompt}}}","temperature":0,"stream":true,"stream_options":{"include_usage":true}}""");

        var completion = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        completion.GetProperty("object").GetString().Should().Be("text_completion");
        completion.GetProperty("choices")[0].GetProperty("text").GetString().Should().Be(" France is Paris.");
        completion.GetProperty("choices")[0].GetProperty("finish_reason").GetString().Should().Be("stop");
        var pieces = (await streamed.Content.ReadAsStringAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[..^1].Select(one => JsonDocument.Parse(one["data: ".Length..]).RootElement).ToList();
        string.Concat(pieces.SelectMany(piece => piece.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty("text").GetString())).Should().Be(" France is Paris.");
        pieces[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32().Should().BePositive();
    }

    [Theory]
    [InlineData("""{"model":"edge-tiny","prompt":["a","b"]}""", "prompt")]
    [InlineData("""{"model":"edge-tiny","prompt":"a","echo":true}""", "echo")]
    [InlineData("""{"model":"edge-tiny","prompt":"a","suffix":"b"}""", "suffix")]
    [InlineData("""{"model":"edge-tiny","prompt":"a","best_of":3}""", "best_of")]
    public async Task A_completion_that_cannot_be_served_is_refused(string body, string parameter)
    {
        using var response = await PostAsync("v1/completions", body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await ErrorOf(response)).GetProperty("param").GetString().Should().Be(parameter);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await tiny.Http.PostAsync(path, content, Cancellation);
    }

    private static async Task<JsonElement> ErrorOf(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("error");
}
