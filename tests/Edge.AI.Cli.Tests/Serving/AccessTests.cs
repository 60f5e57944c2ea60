using System.Net;
using System.Net.Http.Headers;

namespace Edge.AI.Cli.Tests.Serving;

public sealed class AccessTests : ServeTest
{
    private const string Key = "a-long-random-text-0123456789";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_key_only_requests_that_have_it_are_answered(bool fromVariable)
    {
        if (fromVariable)
            Variables.Add(new("EDGE_AI_API_KEY", Key));
        await using var server = await StartServerAsync(fromVariable ? [] : ["--api-key", Key]);

        var without = await AskAsync(server.Http);
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        var with = await AskAsync(server.Http);

        (without.StatusCode, with.StatusCode).Should().Be((HttpStatusCode.Unauthorized, HttpStatusCode.OK));
        await server.SignalAsync("TERM");
        var end = await server.EndAsync();
        (end.Output + end.Errors).Should().NotContain(Key);
        end.LinesOf("serving")[0].GetProperty("hasKey").GetBoolean().Should().BeTrue();
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://example.com:5000")]
    public async Task Other_machines_are_not_served_without_a_key(string url)
    {
        var (exitCode, output, errors) = await RunAsync("serve", "--urls", url);

        (exitCode, output).Should().Be((2, ""));
        errors.Should().StartWith($"EDGE_USAGE: {url} is reachable from other machines, and there is no API key.").And.Contain("EDGE_AI_API_KEY").And.Contain("--without-key");
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Forbidden)]
    public async Task Unless_the_user_says_so_and_then_the_names_can_be_limited(bool isNamed, HttpStatusCode status)
    {
        await using var server = await StartServerOnAsync("http://0.0.0.0:0", "--without-key", "--allow-host", isNamed ? "models.example.com" : "other.example.com");
        server.Http.DefaultRequestHeaders.Host = "models.example.com";

        (await AskAsync(server.Http)).StatusCode.Should().Be(status);
    }

    [Theory]
    [InlineData("https://app.example.com", HttpStatusCode.OK)]
    [InlineData("https://evil.example.com", HttpStatusCode.Forbidden)]
    public async Task Pages_of_other_origins_may_use_it_only_if_they_are_named(string origin, HttpStatusCode status)
    {
        await using var server = await StartServerAsync("--allow-origin", "https://app.example.com");
        server.Http.DefaultRequestHeaders.Add("Origin", origin);

        (await AskAsync(server.Http)).StatusCode.Should().Be(status);
    }

    [Theory]
    [InlineData("--urls", "5000")]
    [InlineData("--urls", "https://127.0.0.1:5000")]
    [InlineData("--urls", "http://127.0.0.1:5000/path")]
    [InlineData("--urls", "http://user:secret@127.0.0.1:5000")]
    [InlineData("--api-key", "two words")]
    [InlineData("--api-key", "")]
    [InlineData("--allow-origin", "app.example.com")]
    [InlineData("--allow-origin", "https://app.example.com/page")]
    public async Task A_value_that_cannot_be_used_is_a_usage_error(string option, string value)
    {
        var (exitCode, output, errors) = await RunAsync("serve", option, value);

        (exitCode, output).Should().Be((2, ""));
        errors.Should().StartWith("EDGE_USAGE: ").And.NotContain("secret").And.NotContain("two words");
    }
}
