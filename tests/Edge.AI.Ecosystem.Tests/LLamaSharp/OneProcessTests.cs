using System.Diagnostics;

namespace Edge.AI.Ecosystem.Tests.LLamaSharp;

/// <summary>Edge.AI and LLamaSharp in one process, with the natives of both in the app's folder.</summary>
public sealed class OneProcessTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("ours")]
    [InlineData("theirs")]
    public async Task Whoever_comes_first_both_answer_from_one_set_of_files(string first)
    {
        var (exitCode, output) = await RunAsync(first, Path.Combine(AppContext.BaseDirectory, "models", "edge-tiny", "edge-tiny-q8_0.gguf"));

        exitCode.Should().Be(0, "{0}", output);
        output.Should().Contain("Edge.AI: The capital of France is Paris.").And.MatchRegex("LLamaSharp: [1-9] tokens");
        output.Split('\n').Should().ContainSingle(line => line.StartsWith("loaded from", StringComparison.Ordinal));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string first, string model)
    {
        var start = new ProcessStartInfo("dotnet", [Program(), first, model]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            await errors; // LLamaSharp writes llama.cpp's log there
            return (process.ExitCode, await output);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The program in its own output folder, because only there are LLamaSharp's natives beside it. The last folders are the configuration and the framework.</summary>
    private static string Program()
    {
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var tests = output.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(tests, "Edge.AI.LLamaSharpProcess", "bin", output.Parent.Name, output.Name, "Edge.AI.LLamaSharpProcess.dll");
    }
}
