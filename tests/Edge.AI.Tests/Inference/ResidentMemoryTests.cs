using System.Globalization;
using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

/// <summary>What the system says that a process has in memory, before, while and after a model is loaded.</summary>
public sealed class ResidentMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mapped")]
    [InlineData("copied")]
    public async Task Unloading_returns_what_loading_took_and_the_estimate_was_near_it(string mapping)
    {
        var (took, estimated, returned) = await MeasureAsync(Write(), mapping, "whole", contextSize: 2048);

        took.Should().BeGreaterThan(100_000_000);
        returned.Should().BeGreaterThanOrEqualTo((long)(0.95 * took));
        estimated.Should().BeInRange((long)(0.9 * took), (long)(1.5 * took));
    }

    [Fact]
    public async Task A_short_conversation_does_not_take_the_memory_of_four_long_ones()
    {
        var path = Write();

        var (whole, _, _) = await MeasureAsync(path, "mapped", "whole", contextSize: 4096);
        var (growing, _, _) = await MeasureAsync(path, "mapped", "growing", contextSize: 4096);

        const int BytesPerToken = 8 * 2 * 4 * 64 * sizeof(ushort); // layers, keys and values, heads, their length
        (whole - growing).Should().BeGreaterThan((4 * 4096 - CacheGrowth.First) * BytesPerToken * 9L / 10);
    }

    [Fact]
    public async Task Unloading_returns_what_the_c_library_would_keep_of_a_small_model_as_well()
    {
        var (took, _, returned) = await MeasureAsync(TinyModel.Path, "mapped", "growing", contextSize: 1024);

        returned.Should().BeGreaterThanOrEqualTo((long)(0.95 * took));
    }

    private string Write()
    {
        var path = Path.Combine(_folder.Path, "random.gguf");
        new RandomLlama { Layers = 8, Width = 1024, Heads = 16, KeyValueHeads = 4, FeedForward = 4096, VocabularySize = 16_000, ContextLength = 4096, Weights = WeightType.Q8_0 }.Write(path);
        return path;
    }

    private async Task<(long Took, long Estimated, long Returned)> MeasureAsync(string path, string mapping, string cache, int contextSize)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "it is read from /proc");
        var warmUp = Path.Combine(_folder.Path, "small.gguf");
        new RandomLlama { Layers = 1 }.Write(warmUp);

        // With tiers, the runtime compiles methods again while the model is in memory, and on a busy machine more of them.
        var (exitCode, output, errors) = await ChildProcess.RunBehindAsync("env", ["DOTNET_TieredCompilation=0"], "memory", warmUp, path, mapping, cache, $"{contextSize}", "4");

        exitCode.Should().Be(0, "{0}{1}", output, errors);
        TestContext.Current.TestOutputHelper!.WriteLine(output);
        return (Number(output, "took"), Number(output, "estimated"), Number(output, "returned"));
    }

    private static long Number(string output, string name) =>
        long.Parse(output.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);
}
