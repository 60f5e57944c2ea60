using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Gguf;

/// <summary>
/// Changed models of every architecture, with the real llama.cpp behind the checks. More of them by hand:
/// <c>dotnet Edge.AI.HostProcess.dll count mutants FOLDER FIRST COUNT PROCESSES</c>.
/// </summary>
public sealed class MutantTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Five_hundred_changed_models_neither_end_the_process_nor_hang()
    {
        var (exitCode, output, errors) = await ChildProcess.RunAsync("count", "mutants", _folder.Path, "0", "500", "2");

        exitCode.Should().Be(0, "{0}{1}", output, errors);
        output.Should().Contain("500 mutants: ");
    }

    [Fact]
    public async Task Two_hundred_changed_embedding_models_neither_end_the_process_nor_hang()
    {
        var (exitCode, output, errors) = await ChildProcess.RunAsync("count", "encoders", _folder.Path, "0", "200", "2");

        exitCode.Should().Be(0, "{0}{1}", output, errors);
        output.Should().Contain("200 encoders: ").And.MatchRegex("[1-9][0-9]* loaded");
    }

    [Fact]
    public async Task An_assertion_that_the_checks_miss_fails_the_model_and_not_the_process()
    {
        var (exitCode, output, errors) = await ChildProcess.RunAsync("stop", _folder.Path);

        exitCode.Should().Be(0, "{0}{1}", output, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].Should().StartWith("loading: EDGE_MODEL_INVALID 'stopped.gguf' made llama.cpp stop at an assertion (chameleon.cpp:");
        lines[1].Should().StartWith("request 1: EDGE_GENERATION_FAILED llama.cpp stopped at an assertion (ops.cpp:");
        lines[2].Should().Be(lines[1].Replace("request 1", "request 2", StringComparison.Ordinal));
        lines[3..].Should().Equal("disposed", "afterwards: loaded");
    }

    [Fact]
    public void The_same_seed_makes_the_same_mutant() => new ModelMutator(17).Mutate().Should().BeEquivalentTo(new ModelMutator(17).Mutate());
}
