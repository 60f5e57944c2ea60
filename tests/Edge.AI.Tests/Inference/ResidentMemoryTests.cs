using System.Globalization;
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
        Assert.SkipUnless(OperatingSystem.IsLinux(), "it is read from /proc");
        var path = Path.Combine(_folder.Path, "random.gguf");
        new RandomLlama { Layers = 8, Width = 1024, Heads = 16, KeyValueHeads = 4, FeedForward = 4096, VocabularySize = 16_000, ContextLength = 4096, Weights = WeightType.Q8_0 }.Write(path);

        var (exitCode, output, errors) = await ChildProcess.RunAsync("memory", path, mapping, "2048", "4");

        exitCode.Should().Be(0, "{0}{1}", output, errors);
        TestContext.Current.TestOutputHelper!.WriteLine(output);
        var (took, estimated, returned) = (Number(output, "took"), Number(output, "estimated"), Number(output, "returned"));
        took.Should().BeGreaterThan(100_000_000);
        returned.Should().BeGreaterThanOrEqualTo((long)(0.95 * took));
        estimated.Should().BeInRange((long)(0.9 * took), (long)(1.5 * took));
    }

    private static long Number(string output, string name) =>
        long.Parse(output.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);
}
