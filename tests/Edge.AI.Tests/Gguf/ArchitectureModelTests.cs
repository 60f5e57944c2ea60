using System.Globalization;
using Edge.AI.Gguf;
using Edge.AI.Native;
using Edge.AI.Native.Versions;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Gguf;

/// <summary>A small sound file of every architecture, with the real llama.cpp behind the checks.</summary>
public sealed class ArchitectureModelTests : IDisposable
{
    private static readonly string[] Unchecked = ["bailingmoe3", "chameleon", "deepseek32", "deepseek4", "dots3note", "glm-dsa", "kimi-k3", "minimax-01", "minimax-m3", "qwen4exp"];

    /// <summary>Architectures that llama.cpp v0.4.0 has, and the older llama.cpp of LLamaSharp 0.30.0 has not.</summary>
    private static readonly string[] Newer = ["granite_swa", "muse-glimmer"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whole_models_of_every_checked_architecture_load_and_generate_and_no_small_one_ends_the_process()
    {
        var count = ArchitectureModel.All.Count * 2;
        var halves = await Task.WhenAll(RunAsync(0, count / 2), RunAsync(count / 2, count));

        var lines = halves.SelectMany(lines => lines).ToList();
        lines.Should().HaveCount(count);
        lines.Where(line => !line.Contains(" smallest: ", StringComparison.Ordinal)).Should().OnlyContain(line => IsAsExpected(line));
        lines.Should().OnlyContain(line => HasLoaded(line) || line.Contains(": EDGE_MODEL_INVALID ", StringComparison.Ordinal))
            .And.NotContain(line => line.Contains("made llama.cpp stop", StringComparison.Ordinal));
    }

    [Fact]
    public void Architectures_that_are_not_checked_to_the_end_are_those_that_we_know_of() =>
        ArchitectureModel.All.Select(model => model.Architecture).Distinct().Where(name => GgufArchitecture.PurposeOf(name) is null).Should().BeEquivalentTo(Unchecked);

    private static bool IsAsExpected(string line)
    {
        var name = line.Split(' ')[1].Split('+')[0];
        return GgufArchitecture.PurposeOf(name) switch
        {
            null => line.EndsWith($"has the architecture '{name}', for which there are no checks.", StringComparison.Ordinal),
            GgufPurpose.Text => HasLoaded(line),
            _ => line.EndsWith(", so it cannot chat.", StringComparison.Ordinal),
        };
    }

    private static bool IsUnknownToOlder(string line) => NativeRuntime.Use(runtimeDirectory: null, NullLogger.Instance).Version is Ggml018
        && Newer.Contains(line.Split(' ')[1].Split('+')[0])
        && line.Contains(": EDGE_MODEL_LOAD_FAILED ", StringComparison.Ordinal)
        && line.Contains("unknown model architecture", StringComparison.Ordinal);

    /// <summary>
    /// In llama.cpp v0.4.0 a small model of rwkv7, or of arwkv7 with the same layers, sometimes computes logits that are not numbers when its process loaded other models
    /// before. Alone it never did.
    /// </summary>
    private static bool HasLoaded(string line) => line.EndsWith(": loaded", StringComparison.Ordinal)
        || IsUnknownToOlder(line)
        || (line.Contains("rwkv7 ", StringComparison.Ordinal) && line.Contains(": EDGE_GENERATION_FAILED No token can be chosen", StringComparison.Ordinal));

    private async Task<string[]> RunAsync(int first, int end)
    {
        var (exitCode, output, errors) = await ChildProcess.RunAsync("architectures", _folder.Path, first.ToString(CultureInfo.InvariantCulture), end.ToString(CultureInfo.InvariantCulture));
        exitCode.Should().Be(0, "{0}{1}", output, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
