using System.Runtime.InteropServices;
using Edge.AI.Native;
using Edge.AI.Native.Loading;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Native.Loading;

public sealed class ProcessorBackendsTests : IDisposable
{
    private static readonly string[] s_everyLevel = ["avx512", "avx2", "avx", "noavx"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public unsafe void The_first_build_that_runs_here_is_the_one_that_llama_cpp_would_choose()
    {
        var runtime = NativeRuntime.Use(runtimeDirectory: null, NullLogger.Instance);
        var builds = ProcessorBackends.In(runtime.Files.Directory, ProcessorLevels.Usable);
        Assert.SkipWhen(builds.Count == 0, "This runtime has one CPU backend, or another processor than x64.");

        var chosen = Score(builds.First(build => Score(build) > 0));

        chosen.Should().Be(Directory.GetFiles(runtime.Files.Directory, LibraryNames.FileOf("ggml-cpu-*")).Max(Score));
        builds.Select(Score).Where(score => score > 0).Should().BeInDescendingOrder();

        static int Score(string build)
        {
            var library = NativeLibrary.Load(build);
            var score = ((delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "ggml_backend_score"))();
            NativeLibrary.Free(library);
            return score;
        }
    }

    [Fact]
    public void Builds_of_the_newest_instructions_come_first()
    {
        Fill("ggml-base", "ggml-cpu-x64", "ggml-cpu-haswell", "ggml-cpu-zen4", "ggml-cpu-icelake", "ggml-cpu-alderlake");

        Find(s_everyLevel).Should().Equal("zen4", "icelake", "alderlake", "haswell", "x64");
    }

    [Fact]
    public void Builds_for_instructions_that_the_processor_lacks_are_not_tried()
    {
        Fill("ggml-base", "ggml-cpu-x64", "ggml-cpu-haswell", "ggml-cpu-zen4");

        Find(["avx2", "avx", "noavx"]).Should().Equal("haswell", "x64");
    }

    [Theory]
    [InlineData("ggml-cuda")]
    [InlineData("ggml-cpu")]
    [InlineData("ggml-cpu-armv8.6_1")]
    public void Llama_cpp_chooses_where_another_backend_is(string other)
    {
        Fill("ggml-base", "ggml-cpu-x64", other);

        Find(s_everyLevel).Should().BeEmpty();
    }

    private void Fill(params string[] libraries)
    {
        foreach (var library in libraries)
            File.WriteAllText(Path.Combine(_folder.Path, LibraryNames.FileOf(library)), "");
    }

    private IEnumerable<string> Find(IReadOnlyList<string> levels) =>
        ProcessorBackends.In(_folder.Path, levels).Select(file => LibraryNames.LibraryOf(file)["ggml-cpu-".Length..]);
}
