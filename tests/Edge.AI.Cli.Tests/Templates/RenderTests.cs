using System.Text.Json.Nodes;
using Edge.AI.Cli.Tests.Support;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Cli.Tests.Templates;

public sealed class RenderTests : ToolTest
{
    private const string Hello = """{ "messages": [{ "role": "user", "content": "Grüße, \"you\" <b>\n" }], "add_generation_prompt": true, "bos_token": "<s>" }""";
    private const string Template = "{{ bos_token }}{% for m in messages %}[{{ m.role }}] {{ m.content }}{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}";
    private const string Rendered = "<s>[user] Grüße, \"you\" <b>\n[assistant]";

    [Fact]
    public async Task A_template_file_is_rendered_without_additions() =>
        (await RunAsync("template", "render", Write("t.jinja", Template), "--input", Write("input.json", Hello))).Should().Be(new ToolResult(0, Rendered, ""));

    [Fact]
    public async Task With_json_the_prompt_is_one_JSON_object()
    {
        var prompt = (await RunAsync("template", "render", Write("t.jinja", Template), "--input", Write("input.json", Hello), "--json")).Lines.Should().ContainSingle().Subject;

        prompt.GetProperty("type").GetString().Should().Be("prompt");
        prompt.GetProperty("prompt").GetString().Should().Be(Rendered);
    }

    [Fact]
    public async Task A_models_template_is_read_from_its_file()
    {
        var path = Path.Combine(Folder, "written.gguf");
        new RandomLlama { ChatTemplate = Template }.Write(path);
        Serve("tiny", await File.ReadAllBytesAsync(path));
        await RunAsync("models", "pull", "tiny");

        (await RunAsync("template", "render", "tiny-alias", "--input", Write("input.json", Hello))).Should().Be(new ToolResult(0, Rendered, ""));
    }

    [Fact]
    public async Task Input_with_tools_is_rendered_with_the_files_tool_template()
    {
        var path = Path.Combine(Folder, "written.gguf");
        new RandomLlama { ChatTemplate = Template }.ToGguf().Add("tokenizer.chat_template.tool_use", "{{ tools[0].name }}").Write(path);
        Serve("tiny", await File.ReadAllBytesAsync(path));
        await RunAsync("models", "pull", "tiny");

        (await RunAsync("template", "render", "tiny", "--input", Write("tools.json", """{ "tools": [{ "name": "get_weather" }] }"""))).Output.Should().Be("get_weather");
        (await RunAsync("template", "render", "tiny", "--input", Write("input.json", Hello))).Output.Should().Be(Rendered);
    }

    [Fact]
    public async Task The_manifests_template_has_priority_and_needs_no_file()
    {
        Serve(chat: new JsonObject { ["template"] = "own: {{ messages[0].content }}" });

        (await RunAsync("template", "render", "tiny", "--input", Write("input.json", Hello))).Should().Be(new ToolResult(0, "own: Grüße, \"you\" <b>\n", ""));
    }

    [Theory]
    [InlineData("2026-01-15", "15 Jan 2026 00:00")]
    [InlineData("2026-01-15T12:30", "15 Jan 2026 12:30")]
    [InlineData("2026-01-15T12:30:00", "15 Jan 2026 12:30")]
    [InlineData("2026-01-15T12:30:00.5Z", "15 Jan 2026 12:30")]
    [InlineData("2026-01-15T12:30:00+05:00", "15 Jan 2026 12:30")]
    public async Task A_template_sees_the_time_as_it_is_written(string now, string expected) =>
        (await RunAsync("template", "render", Write("t.jinja", "{{ strftime_now('%d %b %Y %H:%M') }}"), "--input", Write("input.json", "{}"), "--now", now))
            .Should().Be(new ToolResult(0, expected, ""));

    [Fact]
    public async Task An_invalid_time_is_wrong_usage() =>
        (await RunAsync("template", "render", Write("t.jinja", ""), "--input", Write("input.json", "{}"), "--now", "1/2/2026")).ExitCode.Should().Be(2);

    [Theory]
    [InlineData("[]", "Array")]
    [InlineData("{\n\"messages\": [,] }", "line 2")]
    [InlineData("""{ "a": "\ud800" }""", "can't be read")]
    [InlineData("""{ "a": 1, "a": 2 }""", "can't be read")]
    public async Task Input_that_is_not_an_object_is_refused(string json, string reason)
    {
        var (exitCode, output, errors) = await RunAsync("template", "render", Write("t.jinja", "{{ a }}"), "--input", Write("input.json", json));

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_INPUT_INVALID: 'input.json'").And.Contain(reason);
    }

    [Theory]
    [InlineData("{% for %}", "EDGE_MODEL_INVALID: ")]
    [InlineData("{{ raise_exception('no') }}", "EDGE_OPTION_UNSUPPORTED: ")]
    public async Task A_template_that_fails_or_refuses_gives_exit_code_1(string template, string code)
    {
        var (exitCode, output, errors) = await RunAsync("template", "render", Write("t.jinja", template), "--input", Write("input.json", "{}"));

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith(code);
    }

    [Theory]
    [InlineData("{{ raise_exception('\u001b[2J\u001b]0;x\u0007 no') }}")]
    [InlineData("{{ none + '\u001b[2J' }}{{ '\u001b[2J' | int('\u009b31m') }}{{ '%\u001b' % 1 }}")]
    [InlineData("{{ x | \u001b }}")]
    public async Task The_message_of_a_template_is_shown_without_control_characters(string template)
    {
        var errors = (await RunAsync("template", "render", Write("t.jinja", template), "--input", Write("input.json", "{}"))).Errors;

        errors.ReplaceLineEndings("").Where(char.IsControl).Should().BeEmpty();
    }

    [Theory]
    [InlineData("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}")]
    [InlineData("{{ '%c' % 1114112 }}")]
    [InlineData("{{ 'a' * 10 ** 9 }}")]
    public async Task An_endless_template_gives_exit_code_1(string template)
    {
        var (exitCode, output, errors) = await RunAsync("template", "render", Write("t.jinja", template), "--input", Write("input.json", "{}"));

        (exitCode, output).Should().Be((1, ""));
        errors.Should().MatchRegex("^EDGE_MODEL_INVALID: The chat template '[^']*t\\.jinja' fails at line 1, column ");
    }

    [Theory]
    [InlineData("no-such.jinja", "EDGE_STORAGE_DENIED: ")]
    [InlineData("no-such-model", "EDGE_MODEL_UNKNOWN: ")]
    [InlineData("phi-3", "EDGE_OFFLINE: ")]
    public async Task A_missing_template_gives_exit_code_1(string name, string code) =>
        (await RunAsync("template", "render", name, "--input", Write("input.json", "{}"))).Errors.Should().StartWith(code);
}
