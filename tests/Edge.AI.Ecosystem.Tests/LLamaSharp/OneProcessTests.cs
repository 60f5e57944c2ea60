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
        var (exitCode, output) = await RunAsync(first, Model);

        exitCode.Should().Be(0, "{0}", output);
        output.Should().Contain("Edge.AI: The capital of France is Paris.").And.MatchRegex("LLamaSharp: [1-9] tokens");
        output.Split('\n').Should().ContainSingle(line => line.StartsWith("loaded from", StringComparison.Ordinal), "{0}", output);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_folder_with_files_of_both_is_refused(bool ggmlOfLLamaSharp)
    {
        var native = Directory.GetDirectories(Path.Combine(Path.GetDirectoryName(Program())!, "runtimes")).Select(folder => Path.Combine(folder, "native")).First(Directory.Exists);
        Assert.SkipUnless(File.Exists(Path.Combine(native, "noavx", "libllama.so")) && Directory.EnumerateFiles(native, "libllama.v*").Any(), "not both runtimes are beside the program, or their names are those of another system");
        var (ours, theirs) = (Directory.GetFiles(native), Directory.GetFiles(Path.Combine(native, "noavx")));
        var mixed = Directory.CreateTempSubdirectory("edge-ai-mixed-").FullName;
        try
        {
            foreach (var file in ggmlOfLLamaSharp ? ours : theirs)
                File.CreateSymbolicLink(Path.Combine(mixed, Path.GetFileName(file)), file);
            var link = Path.Combine(mixed, "libggml-base.so");
            File.Delete(link);
            File.CreateSymbolicLink(link, (ggmlOfLLamaSharp ? theirs : ours).Single(file => Path.GetFileName(file) == "libggml-base.so"));

            var (exitCode, output) = await RunAsync("ours", Model, mixed);

            exitCode.Should().Be(1, "{0}", output);
            output.Should().StartWith("EDGE_RUNTIME_INCOMPATIBLE").And.Contain("its files are of different versions");
        }
        finally
        {
            Directory.Delete(mixed, recursive: true);
        }
    }

    private static string Model { get; } = Path.Combine(AppContext.BaseDirectory, "models", "edge-tiny", "edge-tiny-q8_0.gguf");

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program(), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(Program()), // LLamaSharp looks there first, and the folder of the tests may have natives of its own
        };
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
