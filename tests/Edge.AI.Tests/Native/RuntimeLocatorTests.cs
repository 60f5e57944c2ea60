using System.Runtime.InteropServices;
using Edge.AI.Native;

namespace Edge.AI.Tests.Native;

public sealed class RuntimeLocatorTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("edge-ai-runtime-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_search_goes_from_the_option_to_the_environment_to_the_apps_runtimes_to_the_app_to_where_the_host_looks()
    {
        var app = Path.Combine(_root, "app") + Path.DirectorySeparatorChar;
        var folders = RuntimeLocator.Candidates(
            Path.Combine(_root, "option"), Path.Combine(_root, "environment"), app, $"{app}{Path.PathSeparator}{Path.Combine(_root, "unpacked")}{Path.PathSeparator}");

        folders.Should().Equal(
            Path.Combine(_root, "option"),
            Path.Combine(_root, "environment"),
            Path.Combine(_root, "app", "runtimes", RuntimeInformation.RuntimeIdentifier, "native"),
            Path.Combine(_root, "app"),
            Path.Combine(_root, "unpacked"));
    }

    [Fact]
    public void What_is_not_set_is_not_searched() =>
        RuntimeLocator.Candidates(runtimeDirectory: null, fromEnvironment: "", _root).Should().HaveCount(2);

    [Fact]
    public void The_first_folder_with_a_whole_runtime_wins()
    {
        Fill("half", "libggml-base.so", "libllama.v0.4.0.so");
        Fill("whole", "libggml-base.so", "libggml.v0.4.0.so", "libllama.v0.4.0.so");
        Fill("later", "libggml-base.so", "libggml.so", "libllama.so");

        RuntimeLocator.Find([.. new[] { "missing", "half", "whole", "later" }.Select(name => Path.Combine(_root, name))])
            .Directory.Should().Be(Path.Combine(_root, "whole"));
    }

    [Fact]
    public void Libraries_that_only_begin_alike_are_no_runtime()
    {
        Fill("addon", "libggml-base.so", "libggml-cpu.so", "libllama-common.so");

        var search = () => RuntimeLocator.Find([Path.Combine(_root, "addon")]);

        search.Should().Throw<NativeRuntimeException>();
    }

    [Fact]
    public void A_missing_runtime_names_every_folder_that_was_searched()
    {
        string[] folders = [Path.Combine(_root, "one"), Path.Combine(_root, "two")];

        var error = FluentActions.Invoking(() => RuntimeLocator.Find(folders)).Should().Throw<NativeRuntimeException>().Which;

        error.Code.Should().Be(EdgeErrorCodes.RuntimeMissing);
        error.PathsTried.Should().Equal(folders);
        error.Message.Should().ContainAll(folders);
        error.Hint.Should().Contain("EDGE_AI_RUNTIME");
    }

    private void Fill(string folder, params string[] files)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the file names in this test are those of Linux");
        Directory.CreateDirectory(Path.Combine(_root, folder));
        foreach (var file in files)
            File.WriteAllBytes(Path.Combine(_root, folder, file), []);
    }
}
