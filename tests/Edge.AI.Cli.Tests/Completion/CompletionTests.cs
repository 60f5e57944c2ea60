using System.Diagnostics;
using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Completion;

public sealed class CompletionTests : ToolTest
{
    [Theory]
    [InlineData("edge-ai mod", "models ")]
    [InlineData("edge-ai chat edge-t", "edge-tiny ")]
    [InlineData("edge-ai models show smollm3", "smollm3-3b ")]
    [InlineData("edge-ai models pull edge-tiny smollm3", "smollm3-3b ")]
    [InlineData("edge-ai chat --temp", "--temperature ")]
    [InlineData("edge-ai completion f", "fish ")]
    public async Task Bash_completes_commands_options_and_model_ids(string typed, string added)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no bash");

        (await CompleteInBashAsync(typed)).Should().Equal(added.TrimEnd());
    }

    [Fact]
    public async Task Models_of_a_manifest_and_of_the_model_folder_are_completed()
    {
        Serve("acme-bot");
        await RunAsync("models", "pull", "acme-bot");

        (await CompleteAsync($"edge-ai --manifest {Path.Combine(Folder, "served.edgemodels.json")} models show acme")).Should().Contain("acme-bot");
        (await CompleteAsync("edge-ai models remove acme")).Should().Contain("acme-bot");
    }

    [Fact]
    public async Task A_manifest_that_is_invalid_gives_no_completion_and_no_error()
    {
        var manifest = Write("broken.edgemodels.json", "{");
        var line = $"edge-ai --manifest {manifest} models show ";
        await using var tool = ToolProcess.Start(ToolEnvironment, [$"[suggest:{line.Length}]", line]);

        var (exitCode, output, errors) = await tool.EndAsync();

        (exitCode, errors).Should().Be((0, ""));
        output.Should().NotContain("edge-tiny");
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef ")]
    [InlineData("fish", "complete -c edge-ai")]
    [InlineData("powershell", "Register-ArgumentCompleter")]
    public async Task Each_shell_has_a_script(string shell, string registration)
    {
        var (exitCode, output, errors) = await RunAsync("completion", shell);

        (exitCode, errors).Should().Be((0, ""));
        output.Should().Contain(registration).And.Contain("[suggest:").And.NotContain("\r");
    }

    [Fact]
    public async Task An_unknown_shell_is_wrong_usage()
    {
        var (exitCode, _, errors) = await RunAsync("completion", "cmd");

        exitCode.Should().Be(2);
        errors.Should().StartWith("EDGE_USAGE: ").And.Contain("bash");
    }

    private async Task<string[]> CompleteAsync(string line)
    {
        await using var tool = ToolProcess.Start(ToolEnvironment, [$"[suggest:{line.Length}]", line]);
        return (await tool.EndAsync()).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Calls the function of the script as bash does when Tab is pressed at the end of the line.</summary>
    private async Task<string[]> CompleteInBashAsync(string line)
    {
        var script = Write("completion.bash", (await RunAsync("completion", "bash")).Output);
        var start = new ProcessStartInfo("/bin/bash", ["-c", """
            edge-ai() { dotnet "$TOOL" "$@"; }
            source "$SCRIPT"
            COMP_LINE=$LINE COMP_POINT=${#LINE}
            COMP_WORDS=($LINE) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _edge_ai
            printf '%s\n' "${COMPREPLY[@]}"
            """]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (name, value) in ToolEnvironment.Concat([new("TOOL", Path.Combine(AppContext.BaseDirectory, "edge-ai.dll")), new("SCRIPT", script), new("LINE", line)]))
            start.Environment[name] = value;
        using var bash = Process.Start(start)!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
