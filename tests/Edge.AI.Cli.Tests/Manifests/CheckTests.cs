using Edge.AI.Cli.Tests.Support;
using Edge.AI.Testing;

namespace Edge.AI.Cli.Tests.Manifests;

public sealed class CheckTests : ToolTest
{
    private const string Digest = "0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public async Task A_valid_manifest_gives_exit_code_0_and_one_line()
    {
        var path = Manifest(Server.UriOf("a.gguf"), 10);

        (await RunAsync("manifest", "check", path)).Should().Be(new ToolResult(0, $"{path}: 1 model, 0 errors, 0 warnings{Environment.NewLine}", ""));
    }

    [Fact]
    public async Task Every_problem_has_its_location_and_the_compilers_id_and_an_error_gives_exit_code_1()
    {
        var path = Write("acme.edgemodels.json", """
            { "schemaVersion": 1, "models": [
              { "id": "Bot", "displayName": "Bot", "contextLength": 1, "capabilities": ["chat"],
                "files": [ { "name": "a.gguf", "url": "https://example.com/a", "size": 1 } ] }
            ] }
            """);

        var (exitCode, output, errors) = await RunAsync("manifest", "check", path);

        (exitCode, errors).Should().Be((1, ""));
        output.Split(Environment.NewLine).Should().SatisfyRespectively(
            line => line.Should().StartWith($"{path}(2,3): info EDGEAI022: "),
            line => line.Should().StartWith($"{path}(2,11): error EDGEAI007: "),
            line => line.Should().StartWith($"{path}(3,16): warning EDGEAI023: "),
            line => line.Should().Be($"{path}: 0 models, 1 error, 1 warning"),
            line => line.Should().BeEmpty());
    }

    [Fact]
    public async Task Warnings_give_exit_code_0()
    {
        var path = Manifest(Server.UriOf("a.gguf"), 10, digest: null);

        (await RunAsync("manifest", "check", path)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Findings_are_JSON_lines_for_scripts()
    {
        var path = Write("acme.edgemodels.json", "{ \"schemaVersion\": 1,\n  oops }");

        var check = await RunAsync("manifest", "check", path, "--json");

        check.Lines.Select(line => line.GetProperty("type").GetString()).Should().Equal("finding", "checked");
        check.Lines[0].EnumerateObject().Select(property => property.Name).Should().Equal("type", "file", "line", "column", "severity", "code", "message");
        (check.Lines[0].GetProperty("line").GetInt32(), check.Lines[0].GetProperty("column").GetInt32(), check.Lines[0].GetProperty("code").GetString()).Should().Be((2, 3, "EDGEAI001"));
        check.Lines[1].GetProperty("errors").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Without_online_no_request_is_made()
    {
        await RunAsync("manifest", "check", Manifest(Server.UriOf("a.gguf"), 10));

        Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Online_requests_one_byte_from_every_address()
    {
        var file = Server.Serve("a.gguf", TinyModelBytes.Of(1024 * 1024));
        var mirror = Server.Serve("b.gguf", file.Content);

        (await RunAsync("manifest", "check", Manifest(file.Uri, file.Content.Length, Digest, mirror.Uri), "--online")).ExitCode.Should().Be(0);

        Server.Requests.Select(request => (request.Path, request.Range)).Should().Equal(("a.gguf", "bytes=0-0"), ("b.gguf", "bytes=0-0"));
    }

    [Fact]
    public async Task Online_reports_a_size_that_differs_from_the_servers()
    {
        var file = Server.Serve("a.gguf", TinyModelBytes.Of(1024));
        var path = Manifest(file.Uri, 999);

        var (exitCode, output, _) = await RunAsync("manifest", "check", path, "--online");

        exitCode.Should().Be(1);
        output.Should().StartWith($"{path}(3,43): error EDGE_DOWNLOAD_INCOMPLETE: The manifest says 999 bytes, but the server has 1024.");
    }

    [Fact]
    public async Task Online_uses_the_content_length_of_a_server_without_ranges()
    {
        var file = Server.Serve("a.gguf", TinyModelBytes.Of(1024));
        file.Always = new() { IgnoresRange = true };

        (await RunAsync("manifest", "check", Manifest(file.Uri, 1024), "--online")).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Online_continues_after_an_address_that_fails()
    {
        var mirror = Server.Serve("b.gguf", TinyModelBytes.Of(1024));
        var path = Manifest(Server.UriOf("gone.gguf"), 1024, Digest, mirror.Uri);

        var (exitCode, output, _) = await RunAsync("manifest", "check", path, "--online");

        exitCode.Should().Be(1);
        output.Should().StartWith($"{path}(3,43): error EDGE_DOWNLOAD_REJECTED: ").And.Contain("1 error,");
        Server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task Offline_and_online_together_make_no_request()
    {
        var (exitCode, output, _) = await RunAsync("manifest", "check", Manifest(Server.UriOf("a.gguf"), 10), "--online", "--offline");

        exitCode.Should().Be(1);
        output.Should().Contain("EDGE_OFFLINE");
        Server.Requests.Should().BeEmpty();
    }

    private string Manifest(Uri url, long size, string? digest = Digest, Uri? mirror = null) => Write("acme.edgemodels.json", $$"""
        { "schemaVersion": 1, "models": [
          { "id": "bot", "displayName": "Bot", "license": "MIT", "contextLength": 1, "capabilities": ["chat"],
            "files": [ { "name": "a.gguf", "url": "{{url}}", "size": {{size}}{{(digest is null ? "" : $", \"sha256\": \"{digest}\"")}}, "mirrors": [{{(mirror is null ? "" : $"\"{mirror}\"")}}] } ] }
        ] }
        """);
}
