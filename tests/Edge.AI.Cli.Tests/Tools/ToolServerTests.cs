using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Tools;

/// <summary>The model calls a tool of a real MCP server.</summary>
public sealed class ToolServerTests : ChatTest
{
    private const string Question = "What is the weather in Oslo?";
    private const string Answer = "The result is: 7 degrees and rainy.";
    private const string Consent = "Call it? (y)es, (n)o, (a)lways this tool: ";

    private string Log => Path.Combine(Folder, "server.log");

    private string Weather => $"dotnet \"{Path.Combine(AppContext.BaseDirectory, "Edge.AI.McpProcess.dll")}\" \"{Log}\"";

    [Fact]
    public async Task With_yes_a_tool_is_called_without_a_question()
    {
        var (exitCode, output, errors) = await ChatAsync("", "edge-tiny", Question, "--tool-server", Weather, "--yes");

        (exitCode, output.Trim()).Should().Be((0, Answer));
        errors.Should().Contain("""weather: get_weather {"city":"Oslo"}""").And.NotContain("refused");
        Calls().Should().Equal("called Oslo");
        await ServerEndsAsync();
    }

    [Fact]
    public async Task Without_a_terminal_a_tool_is_not_called()
    {
        var (exitCode, output, errors) = await ChatAsync("", "edge-tiny", Question, "--tool-server", Weather);

        exitCode.Should().Be(0);
        output.Should().NotContain("7 degrees");
        errors.Should().Contain("--yes").And.Contain("(refused)");
        Calls().Should().BeEmpty();
        await ServerEndsAsync();
    }

    [Fact]
    public async Task With_json_a_call_is_a_JSON_line()
    {
        var call = (await ChatAsync("", "edge-tiny", Question, "--tool-server", Weather, "--yes", "--json")).LinesOf("toolCall").Should().ContainSingle().Subject;

        call.GetRawText().Should().Be("""{"type":"toolCall","server":"weather","tool":"get_weather","arguments":{"city":"Oslo"},"allowed":true}""");
    }

    [Fact]
    public async Task The_user_agrees_once_refuses_and_agrees_for_the_whole_chat()
    {
        await using var terminal = StartTerminal("edge-tiny", "--tool-server", Weather);
        await terminal.EnterAsync(Question);
        await terminal.SeeAsync("""weather: get_weather {"city":"Oslo"}""");
        await terminal.EnterAsync("perhaps", Consent); // asked again
        await terminal.EnterAsync("y", Consent);
        await terminal.SeeAsync(Answer);

        await AskAgainAsync();
        await terminal.EnterAsync("n", Consent);
        await terminal.SeeAsync("\n");
        Calls().Should().ContainSingle();

        await AskAgainAsync();
        await terminal.EnterAsync("a", Consent);
        await terminal.SeeAsync(Answer);
        await AskAgainAsync();
        await terminal.SeeAsync(Answer); // without a question

        await terminal.LeaveAsync();
        Calls().Should().HaveCount(3);
        await ServerEndsAsync();

        async Task AskAgainAsync()
        {
            await terminal.EnterAsync("/clear");
            await terminal.EnterAsync(Question);
        }
    }

    [Fact]
    public async Task What_is_typed_before_the_question_about_a_call_does_not_answer_it()
    {
        await using var terminal = StartTerminal("edge-tiny", "--tool-server", Weather);
        await terminal.EnterAsync(Question);
        await terminal.PressAsync("y\r"); // while the model writes the call
        await terminal.EnterAsync("n", Consent);
        await terminal.SeeAsync("\r> ");

        await terminal.LeaveAsync();
        Calls().Should().BeEmpty();
        await ServerEndsAsync();
    }

    [Fact]
    public async Task Ctrl_C_during_a_call_stops_the_answer_and_not_the_server()
    {
        await using var terminal = StartTerminal("edge-tiny", "--yes", "--tool-server", Weather + " hang");
        foreach (var calls in (int[])[1, 2])
        {
            await terminal.EnterAsync(Question);
            await CalledAsync(calls);
            await terminal.PressAsync("\u0003");
        }

        await terminal.EnterAsync("/exit");

        await terminal.EndsWithAsync(0);
        (await File.ReadAllLinesAsync(Log)).Count(line => line.StartsWith("started", StringComparison.Ordinal)).Should().Be(1);
        await ServerEndsAsync();
    }

    [Fact]
    public async Task A_second_Ctrl_C_while_a_question_about_a_call_is_open_ends_the_chat()
    {
        await using var terminal = StartTerminal("edge-tiny", "--tool-server", Weather);
        await terminal.EnterAsync(Question);
        await terminal.SeeAsync(Consent);
        await terminal.PressAsync("\u0003");
        await terminal.SeeAsync("\r> ");
        await terminal.PressAsync("\u0003");

        await terminal.EndsWithAsync(130);
        Calls().Should().BeEmpty();
        await ServerEndsAsync();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task The_server_ends_with_the_tool_however_that_ends(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals can't be sent to another process");
        await using var tool = StartChat("", "edge-tiny", Question, "--yes", "--tool-server", Weather + " hang");
        await CalledAsync(1);
        await (signal switch { "INT" => tool.InterruptAsync(), "TERM" => tool.TerminateAsync(), _ => tool.KillAsync() });

        (await tool.EndAsync()).ExitCode.Should().Be(signal == "KILL" ? 137 : 130);
        await ServerEndsAsync();
    }

    [Theory]
    [InlineData("no-such-program", "no-such-program")]
    [InlineData("sh -c 'echo oh no >&2'", "oh no")]
    public async Task A_server_that_does_not_start_is_an_error_with_its_words(string command, string words)
    {
        var (exitCode, output, errors) = await ChatAsync("", "edge-tiny", Question, "--tool-server", command);

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_TOOL_SERVER_FAILED: ").And.Contain(words);
    }

    private string[] Calls() => [.. File.ReadAllLines(Log).Where(line => line.StartsWith("called", StringComparison.Ordinal))];

    /// <summary>Waits for a call. Another process writes the file, and it sends no signal.</summary>
    private async Task CalledAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!File.Exists(Log) || Calls().Length < count)
            await Task.Delay(10, patience.Token);
    }

    /// <summary>Waits until the process of the server has ended. It may be a zombie: no parent has waited for it.</summary>
    private async Task ServerEndsAsync()
    {
        var id = File.ReadAllLines(Log)[0]["started ".Length..];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (OperatingSystem.IsLinux() && IsRunning())
            await Task.Delay(10, patience.Token);

        bool IsRunning()
        {
            try
            {
                return !File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].StartsWith(" Z", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false; // The file does not exist any more.
            }
        }
    }
}
