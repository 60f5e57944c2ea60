using System.Text;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat.Messages;

/// <summary>Contents beside text, in messages.</summary>
public sealed class MessageContentTests(TinyModel tiny)
{
    private const string Template = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}";

    private static readonly byte[] Bytes = [1, 2, 3];

    [Fact]
    public async Task Contents_that_a_text_model_cannot_take_are_an_error_that_names_content_model_and_place()
    {
        (AIContent Content, string Kind)[] cases =
        [
            (new DataContent(Bytes, "image/png"), "image/png"),
            (new DataContent(Bytes, "audio/wav"), "audio/wav"),
            (new DataContent(Bytes, "application/pdf"), "application/pdf"),
            (new DataContent(Bytes, "image/svg+xml"), "image/svg+xml"),
            (new DataContent(Bytes, "text/plain; charset=klingon"), "klingon"),
            (new UriContent("https://x.example/a.png", "image/png"), "image/png"),
            (new UriContent("https://x.example/a.txt", "text/plain"), "text/plain"),
            (new HostedFileContent("file-1"), "hosted file"),
        ];
        foreach (var (content, kind) in cases)
        {
            foreach (var role in new[] { ChatRole.User, ChatRole.System, ChatRole.Assistant, ChatRole.Tool })
            {
                var asking = () => RenderAsync(new(ChatRole.User, "Hi"), new(role, [new TextContent("See:"), content]));

                var error = (await asking.Should().ThrowAsync<EdgeAIException>()).Which;
                error.Code.Should().Be("EDGE_CONTENT_UNSUPPORTED");
                error.Message.Should().Contain(kind).And.Contain("'test'").And.Contain("messages[1]");
            }
        }
    }

    [Fact]
    public async Task A_client_refuses_them_before_the_model_is_loaded_and_names_the_model()
    {
        using var client = TinyClient.Over(new FixedHost(null));

        var asking = () => client.GetResponseAsync([new(ChatRole.User, [new DataContent(Bytes, "image/png")])], cancellationToken: TestContext.Current.CancellationToken);

        (await asking.Should().ThrowAsync<EdgeAIException>()).Which.Message.Should().Contain("edge-tiny").And.Contain("image/png");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/csv; charset=utf-8")]
    [InlineData("text/plain;charset=\"UTF-16\"")]
    [InlineData("text/plain; charset=iso-8859-1")]
    [InlineData("text/plain; charset=windows-1252")]
    [InlineData("application/json")]
    [InlineData("application/ld+json")]
    [InlineData("application/xml")]
    [InlineData("application/yaml")]
    public async Task Data_that_is_text_is_read_as_text_in_its_own_character_set(string mediaType)
    {
        var encoding = mediaType.Contains("UTF-16", StringComparison.Ordinal) ? Encoding.Unicode : mediaType.Contains("iso", StringComparison.Ordinal) || mediaType.Contains("1252", StringComparison.Ordinal) ? Encoding.Latin1 : Encoding.UTF8;

        (await RenderAsync(new ChatMessage(ChatRole.User, [new TextContent("Read: "), new DataContent(encoding.GetBytes("{ \"grüße\": 1 }"), mediaType), new TextContent("Well?")])))
            .Should().Be("<user>Read: \n\n{ \"grüße\": 1 }\n\nWell?");
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_text() =>
        (await RenderAsync(new ChatMessage(ChatRole.User, [new DataContent((byte[])[.. Encoding.UTF8.Preamble, .. "text"u8], "text/plain")]))).Should().Be("<user>text");

    [Fact]
    public async Task Contents_that_say_nothing_and_unknown_ones_are_ignored() =>
        (await RenderAsync(new ChatMessage(ChatRole.User, [new UsageContent(), new TextContent("Hi"), new ErrorContent("lost"), new Unknown(), new HostedVectorStoreContent("store-1")]))).Should().Be("<user>Hi");

    private async Task<string> RenderAsync(params ChatMessage[] messages) => (await TestRenderer.ForAsync(tiny, Template)).Render(messages);

    private sealed class Unknown : AIContent;
}
