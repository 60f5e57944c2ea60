using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests;

public sealed class UsageTests : ToolTest
{
    [Theory]
    [InlineData("")]
    [InlineData("models")]
    [InlineData("models", "frobnicate")]
    [InlineData("models", "pull")]
    [InlineData("models", "pull", "tiny", "--no-such-option")]
    [InlineData("models", "pull", "tiny", "--connections", "0")]
    [InlineData("models", "pull", "tiny", "--connections", "many")]
    [InlineData("models", "pull", "tiny", "--limit", "10")]
    [InlineData("models", "list", "--manifest", "no-such-file.json")]
    [InlineData("models", "show", "--no-such-option")]
    [InlineData("models", "prune", "--unused-for", "-1")]
    [InlineData("models", "prune", "--unused-for", "ever")]
    [InlineData("template", "render", "tiny")]
    [InlineData("chat", "tiny", "hello", "--no-such-option")]
    [InlineData("chat", "tiny", "hello", "once more")]
    [InlineData("completion")]
    [InlineData("manifest", "check")]
    [InlineData("manifest", "check", "no-such-file.json")]
    [InlineData("manifest", "add")]
    [InlineData("manifest", "add", "a.gguf", "--capability", "vision")]
    public async Task An_invalid_command_line_gives_exit_code_2_and_a_hint(params string[] arguments)
    {
        var (exitCode, output, errors) = await RunAsync(arguments);

        (exitCode, output).Should().Be((2, ""));
        errors.Should().StartWith("EDGE_USAGE: ").And.Contain("--help");
    }

    [Theory]
    [InlineData("EDGE_USAGE: 'edge-ai' has no command 'frob'.", "frob")]
    [InlineData("EDGE_USAGE: 'edge-ai models' has no command 'frob'.", "models", "frob", "--json=false")]
    public async Task An_unknown_command_is_named(string expected, params string[] arguments) =>
        (await RunAsync(arguments)).Errors.Should().StartWith(expected);

    [Fact]
    public async Task With_json_wrong_usage_is_a_JSON_object()
    {
        var (_, output, _) = await RunAsync("models", "pull", "--json");
        var error = (await RunAsync("models", "pull", "--json")).ErrorLines.Should().ContainSingle().Subject;

        output.Should().BeEmpty();
        error.EnumerateObject().Select(property => property.Name).Should().Equal("type", "code", "message", "hint", "transient");
        error.GetProperty("code").GetString().Should().Be("EDGE_USAGE");
    }

    [Fact]
    public async Task Help_lists_the_exit_codes()
    {
        var (exitCode, output, errors) = await RunAsync("models", "pull", "--help");

        (exitCode, errors).Should().Be((0, ""));
        output.Should().Contain("edge-ai models pull <ID>...").And.Contain("130  cancelled");
    }

    [Fact]
    public async Task An_error_of_a_manifest_has_line_and_column()
    {
        var manifest = Write("broken.edgemodels.json", "{ \"schemaVersion\": 1,\n  oops }");

        var (exitCode, output, errors) = await RunAsync("models", "list", "--manifest", manifest);

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_MANIFEST_INVALID: ").And.Contain("broken.edgemodels.json(2,3)");
    }

    [Fact]
    public async Task A_setting_from_the_environment_that_is_out_of_range_is_named()
    {
        Serve();
        await using var tool = ToolProcess.Start([new("EDGE_AI_HOME", Models), new("EdgeAI__StallTimeout", "00:00:00")], ["models", "list"]);

        var (exitCode, output, errors) = await tool.EndAsync();

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_OPTION_UNSUPPORTED: ").And.Contain("StallTimeout");
    }
}
