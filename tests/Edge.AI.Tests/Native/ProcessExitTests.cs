using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Native;

public sealed class ProcessExitTests
{
    /// <summary>What the child process ends with.</summary>
    private const int ExitCode = 7;

    [Theory]
    [InlineData("generation", "call")]
    [InlineData("many", "return")]
    [InlineData("prompt", "call")]
    [InlineData("tokenizing", "return")]
    [InlineData("load", "call")]
    public async Task A_process_ends_with_its_own_exit_code_whatever_llama_cpp_is_doing(string activity, string way)
    {
        var (exitCode, output, errors) = await ChildProcess.RunAsync("exit", activity, TinyModel.Path, "20", way);

        exitCode.Should().Be(ExitCode, "{0}{1}", output, errors);
    }
}
