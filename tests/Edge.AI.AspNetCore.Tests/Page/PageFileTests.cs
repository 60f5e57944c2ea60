using System.Net;
using System.Text.RegularExpressions;
using Edge.AI.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Tests.Page;

public sealed partial class PageFileTests(TinyServer tiny)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_and_its_files_load_nothing_from_elsewhere()
    {
        var page = await tiny.Http.GetStringAsync("", Cancellation);
        var files = FileAddress().Matches(page).Select(match => match.Groups["address"].Value).ToList();
        files.Should().HaveCountGreaterThanOrEqualTo(3);
        foreach (var file in files)
        {
            using var response = await tiny.Http.GetAsync(file, Cancellation);
            response.StatusCode.Should().Be(HttpStatusCode.OK, file);
            page += await response.Content.ReadAsStringAsync(Cancellation);
        }

        page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).Should().NotContain("http://").And.NotContain("https://");
        page.Should().NotContain("innerHTML").And.NotContain("style=");
    }

    [Fact]
    public async Task The_policy_allows_only_the_pages_own_files()
    {
        using var response = await tiny.Http.GetAsync("", Cancellation);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        policy.Should().Contain("default-src 'none'").And.Contain("script-src 'self'").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    [Fact]
    public async Task An_unchanged_file_is_not_sent_again_and_an_unknown_one_is_a_404()
    {
        using var first = await tiny.Http.GetAsync("edge-chat/style.css", Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, "edge-chat/style.css");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await tiny.Http.SendAsync(request, Cancellation);

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        (await tiny.Http.GetAsync("edge-chat/other.css", Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_page_finds_the_endpoints_wherever_the_app_maps_them()
    {
        await using var server = await TestServer.StartAsync(TinyServer.AddTiny, app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapEdgeChatPage("/chat");
            app.MapOpenAI("/ai/v1");
            app.MapEdgeModels("/catalog");
        });
        var page = await server.Http.GetStringAsync("base/chat", Cancellation);

        page.Should().Contain("data-openai=\"/base/ai/v1\"").And.Contain("data-models=\"/base/catalog\"").And.Contain("src=\"/base/chat/edge-chat/app.js\"");
        (await server.Http.GetAsync("base/chat/edge-chat/app.js", Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [GeneratedRegex("(?:href|src)=\"(?<address>/[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex FileAddress();
}
