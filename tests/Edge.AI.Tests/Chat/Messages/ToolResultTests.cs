using System.Text.Json;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat.Messages;

/// <summary>What a model reads of what a tool answered.</summary>
public sealed class ToolResultTests(TinyModel tiny)
{
    private static readonly byte[] Picture = new byte[12_345];

    private static readonly string PictureUri = $"data:image/png;base64,{Convert.ToBase64String(Picture)}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private enum Colour
    {
        Red,
    }

    [Fact]
    public async Task Contents_reach_the_model_as_their_text_whether_or_not_they_went_through_JSON()
    {
        (object? Result, string Expected)[] cases =
        [
            (new TextContent("7 degrees"), "7 degrees"),
            (new AIContent[] { new TextContent("one"), new TextContent("two") }, "one\ntwo"),
            (new List<TextContent> { new("one"), new("two") }, "one\ntwo"),
            (new object[] { new TextContent("one"), new TextContent("two") }, "one\ntwo"),
            (new AIContent[] { new TextContent("a map"), new DataContent(Picture, "image/png") }, "a map\n[image/png, 12.3 KB]"),
            (new DataContent("{\"a\":1}"u8.ToArray(), "application/json"), "{\"a\":1}"),
            (new UriContent("https://maps.example/oslo.png", "image/png"), "[image/png: https://maps.example/oslo.png]"),
            (new ErrorContent("no such city"), "Error: no such city"),
            (new AIContent[] { new UsageContent(), new TextContent("text") }, "text"),
            (Array.Empty<AIContent>(), ""),
        ];
        foreach (var (result, expected) in cases)
        {
            (await ReadAsync(result)).Should().Be(expected);
            if (result is AIContent content)
                (await ReadAsync(JsonSerializer.SerializeToElement(content, AIJsonUtilities.DefaultOptions))).Should().Be(expected, "it was JSON on its way");
            else if (result is IEnumerable<AIContent> { } list && list.Any())
                (await ReadAsync(JsonSerializer.SerializeToElement(list, AIJsonUtilities.DefaultOptions))).Should().Be(expected, "it was JSON on its way");
        }
    }

    [Fact]
    public async Task What_functions_return_reaches_the_model_as_their_text()
    {
        (Delegate Function, string Expected)[] cases =
        [
            (() => "plain", "plain"),
            (() => new TextContent("content"), "content"),
            (() => (object)new TextContent("content"), "content"),
            (AIContent () => new TextContent("content"), "content"),
            (() => new List<AIContent> { new TextContent("one"), new TextContent("two") }, "one\ntwo"),
            (() => (object)new List<AIContent> { new TextContent("one"), new TextContent("two") }, "one\ntwo"),
            (() => Task.FromResult<IEnumerable<AIContent>>([new TextContent("one")]), "one"),
            (() => new DataContent(Picture, "image/png"), "[image/png, 12.3 KB]"),
            (() => new { caption = "a map", image = new DataContent(Picture, "image/png") }, """{"caption": "a map", "image": {"uri": "[image/png, 12.3 KB]"}}"""),
            (() => Colour.Red, "Red"),
            (string? () => null, ""),
            (() => { }, ""),
        ];
        foreach (var (function, expected) in cases)
            (await ReadAsync(await AIFunctionFactory.Create(function, "f").InvokeAsync([], Cancellation))).Should().Be(expected);
    }

    /// <summary>As <c>tools/call</c> answers: https://modelcontextprotocol.io/specification/2025-06-18/server/tools.</summary>
    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"7 degrees"}]}""", "7 degrees")]
    [InlineData("""{"content":[{"type":"text","text":"one"},{"type":"text","text":"two","annotations":{"audience":["user"]}}],"isError":false}""", "one\ntwo")]
    [InlineData("""{"content":[{"type":"text","text":"no such city"}],"isError":true}""", "Error: no such city")]
    [InlineData("""{"content":[{"type":"image","data":"AAAAAAAA","mimeType":"image/png"}]}""", "[image/png, 6 bytes]")]
    [InlineData("""{"content":[{"type":"audio","data":"AAA=","mimeType":"audio/wav"}]}""", "[audio/wav, 2 bytes]")]
    [InlineData("""{"content":[{"type":"resource","resource":{"uri":"file:///a.txt","mimeType":"text/plain","text":"inside"}}]}""", "inside")]
    [InlineData("""{"content":[{"type":"resource","resource":{"uri":"file:///a.bin","mimeType":"application/zip","blob":"AAAA"}}]}""", "[application/zip, 3 bytes]")]
    [InlineData("""{"content":[{"type":"resource_link","uri":"file:///a.txt","name":"a"}]}""", "[resource: file:///a.txt]")]
    [InlineData("""{"content":[],"structuredContent":{"temperature":7}}""", """{"temperature": 7}""")]
    [InlineData("""{"content":[{"type":"text","text":"{\"temperature\":7}"}],"structuredContent":{"temperature":7}}""", """{"temperature":7}""")]
    [InlineData("""[{"type":"text","text":"one"},{"type":"text","text":"two"}]""", "one\ntwo")]
    [InlineData("""{"type":"text","text":"one"}""", "one")]
    [InlineData("""[{"$type":"text","text":"one"},{"$type":"data","uri":"data:image/png;base64,AAAA"}]""", "one\n[image/png, 3 bytes]")]
    public async Task What_an_MCP_server_answers_reaches_the_model_as_its_text(string json, string expected) => (await ReadAsync(JsonElement.Parse(json))).Should().Be(expected);

    [Theory]
    [InlineData("""{"content":"text","author":"me"}""")]
    [InlineData("""{"content":[{"type":"text","text":"one"}],"author":"me"}""", """{"content": "one", "author": "me"}""")]
    [InlineData("""{"content":[1,2]}""")]
    [InlineData("""{"$type":"cat","name":"Tom"}""")]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""[[],{},"",null,true,1.50,1e400,12345678901234567890]""")]
    [InlineData("\"data: 7\"", "data: 7")]
    [InlineData("""{"a":"data:7"}""")]
    public async Task Data_of_the_callers_stays_what_it_is(string json, string? expected = null) =>
        (await ReadAsync(JsonElement.Parse(json))).Should().Be(expected ?? json.Replace(",", ", ", StringComparison.Ordinal).Replace(":", ": ", StringComparison.Ordinal).Replace("data: 7", "data:7", StringComparison.Ordinal));

    [Fact]
    public async Task JSON_is_compact_and_readable()
    {
        (await ReadAsync(new { text = "Grüße 😀 <b>&'\"\\ \u2028\n\u0001", list = new[] { 1, 2 }, none = new object(), nothing = Array.Empty<int>() }))
            .Should().Be("{\"text\": \"Grüße 😀 <b>&'\\\"\\\\ \u2028\\n\\u0001\", \"list\": [1, 2], \"none\": {}, \"nothing\": []}");
    }

    [Fact]
    public async Task Bytes_are_never_written_as_base64()
    {
        (await ReadAsync(Picture)).Should().Be("[application/octet-stream, 12.3 KB]");
        (await ReadAsync(new ReadOnlyMemory<byte>(Picture))).Should().Be("[application/octet-stream, 12.3 KB]");
        (await ReadAsync(new { deep = new { images = new[] { PictureUri } } })).Should().Be("""{"deep": {"images": ["[image/png, 12.3 KB]"]}}""");
    }

    [Fact]
    public async Task A_result_that_is_only_an_exception_says_so()
    {
        (await ReadAsync(new FunctionResultContent("c", null) { Exception = new InvalidOperationException("no such city") })).Should().Be("Error: no such city");
        (await ReadAsync(new FunctionResultContent("c", "") { Exception = new InvalidOperationException("no such city") })).Should().Be("Error: no such city");
        (await ReadAsync(new FunctionResultContent("c", "Error: try Oslo") { Exception = new InvalidOperationException("no such city") })).Should().Be("Error: try Oslo");
        (await ReadAsync(new InvalidOperationException("no such city"))).Should().Be("Error: no such city");
    }

    private Task<string> ReadAsync(object? result) => ReadAsync(new FunctionResultContent("c", result));

    private async Task<string> ReadAsync(FunctionResultContent result)
    {
        var renderer = await TestRenderer.ForAsync(tiny, "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}");
        var prompt = renderer.Render(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c", "f")]), new(ChatRole.Tool, [result]));
        return prompt[(prompt.IndexOf("<tool_response>\n", StringComparison.Ordinal) + 16)..^"\n</tool_response>".Length];
    }
}
