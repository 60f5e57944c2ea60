using Edge.AI.Native.Loading;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Native.Loading;

public sealed class RuntimeSearchTests : IDisposable
{
    private static readonly string[] s_ours = ["libggml-base.so", "libggml.v0.4.0.so", "libllama.v0.4.0.so"];
    private static readonly string[] s_theirs = ["libggml-base.so", "libggml-cpu.so", "libggml.so", "libllama.so"];

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void The_search_goes_from_the_option_to_the_environment_to_the_apps_runtimes_to_the_app_to_where_the_host_looks()
    {
        var app = In("app") + Path.DirectorySeparatorChar;
        var search = new RuntimeSearch(In("option"), In("environment"), app, $"{app}{Path.PathSeparator}{In("unpacked")}{Path.PathSeparator}");

        RuntimeSearch.Folders(search.Places).Should().Equal(
            In("option"), In("environment"), In("app", "runtimes", LibraryNames.PortableRid, "native"), In("app"), In("unpacked"));
    }

    [Fact]
    public void What_is_not_set_is_not_searched() =>
        RuntimeSearch.Folders(new RuntimeSearch(null, "", _root.Path).Places).Should().HaveCount(2);

    [Fact]
    public void The_first_place_with_a_whole_runtime_wins()
    {
        Fill(["later"], s_theirs);
        Fill(["app"], s_ours);
        Fill(["app", "runtimes", LibraryNames.PortableRid, "native"], "libggml-base.so", "libllama.v0.4.0.so");

        new RuntimeSearch(null, null, In("app"), In("later")).Find().Files.Directory.Should().Be(In("app"));
    }

    [Fact]
    public void Our_runtime_comes_before_LLamaSharps_CPU_backend()
    {
        FillApp([], s_ours);
        FillApp(["noavx"], s_theirs);

        new RuntimeSearch(null, null, In("app")).Find().Place.Name.Should().Be("Edge.AI.Runtime");
    }

    [Fact]
    public void An_app_that_contains_LLamaSharp_shares_its_files()
    {
        FillApp([], s_ours);
        FillApp(["noavx"], s_theirs);

        var found = new RuntimeSearch(null, null, In("app")) { AppHasLLamaSharp = true }.Find();

        found.Files.Directory.Should().EndWith("noavx");
        found.Files.Backends.Should().ContainSingle(file => file.EndsWith("libggml-cpu.so", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(EdgeRuntime.EdgeAI, null, "native")]
    [InlineData(EdgeRuntime.LLamaSharp, null, "noavx")]
    [InlineData(EdgeRuntime.Auto, "llamasharp", "noavx")]
    [InlineData(EdgeRuntime.EdgeAI, "LLamaSharp", "native")]
    public void The_option_decides_and_then_the_environment(EdgeRuntime option, string? environment, string folder)
    {
        FillApp([], s_ours);
        FillApp(["noavx"], s_theirs);

        var found = new RuntimeSearch(null, environment, In("app")) { Runtime = option, AppHasLLamaSharp = true }.Find();

        Path.GetFileName(found.Files.Directory).Should().Be(folder);
    }

    [Fact]
    public void A_GPU_backend_whose_device_exists_comes_first_and_takes_the_CPU_backend_beside_it()
    {
        FillApp([], s_ours);
        FillApp(["noavx"], s_theirs);
        FillApp(["cuda12"], "libggml-base.so", "libggml-cuda.so", "libggml.so", "libllama.so");

        var found = new RuntimeSearch(null, null, In("app")) { HasDevice = folder => folder.EndsWith("cuda12", StringComparison.Ordinal) }.Find();

        found.Files.Backends.Select(file => Path.GetRelativePath(In("app", "runtimes", LibraryNames.PortableRid, "native"), file))
            .Should().Equal(Path.Combine("noavx", "libggml-cpu.so"), Path.Combine("cuda12", "libggml-cuda.so"));
        new RuntimeSearch(null, null, In("app")) { HasDevice = _ => false }.Find().Place.Name.Should().Be("Edge.AI.Runtime");
    }

    [Fact]
    public void What_the_process_has_loaded_already_is_the_only_place()
    {
        Fill(["mapped"], s_theirs);
        FillApp([], s_ours);

        new RuntimeSearch(In("option"), null, In("app")) { Mapped = In("mapped") }.Find().Files.Directory.Should().Be(In("mapped"));
    }

    [Fact]
    public void Libraries_that_only_begin_alike_are_no_runtime()
    {
        Fill(["addon"], "libggml-base.so", "libggml-cpu.so", "libllama-common.so");

        var error = FluentActions.Invoking(() => new RuntimeSearch(In("addon"), null, In("app")).Find()).Should().Throw<NativeRuntimeException>().Which;

        error.Code.Should().Be(EdgeErrorCodes.RuntimeIncomplete);
        error.Message.Should().Contain("libggml.so, libllama.so");
    }

    [Theory]
    [InlineData(true, false, "RuntimeDirectory", "does not exist")]
    [InlineData(false, false, "EDGE_AI_RUNTIME", "does not exist")]
    [InlineData(false, true, "EDGE_AI_RUNTIME", "has no llama.cpp runtime")]
    public void A_folder_that_the_user_names_is_never_ignored(bool byOption, bool exists, string name, string problem)
    {
        FillApp([], s_ours);
        if (exists)
            Fill(["named"], "readme.txt");
        var search = byOption ? new RuntimeSearch(In("named"), null, In("app")) : new RuntimeSearch(null, In("named"), In("app"));

        var error = FluentActions.Invoking(search.Find).Should().Throw<NativeRuntimeException>().Which;

        (error.Code, error.Message).Should().Be((EdgeErrorCodes.RuntimeMissing, $"{name} names the folder '{In("named")}', which {problem}."));
        error.Hint.Should().Contain(name).And.Contain(In("app"));
    }

    [Fact]
    public void A_named_folder_without_a_runtime_does_not_matter_behind_one_with_a_runtime()
    {
        Fill(["option"], s_ours);

        new RuntimeSearch(In("option"), In("missing"), In("app")).Find().Files.Directory.Should().Be(In("option"));
    }

    [Fact]
    public void Each_folder_is_explained_once()
    {
        FillApp([], "libggml-base.so", "libllama.v0.4.0.so");
        FillApp(["cuda12"], s_theirs);
        Fill(["app"], s_theirs);
        Fill(["host"], s_theirs);
        var search = new RuntimeSearch(null, null, In("app"), In("host")) { HasDevice = _ => false };

        RuntimeFindings.Of(search, search.Find().Place).Select(location => $"{Path.GetRelativePath(In("app"), location.Folder)}: {location.Finding}").Should().Equal(
            $"runtimes/{LibraryNames.PortableRid}/native: incomplete: libggml.so is missing",
            ".: used",
            $"../host: '{In("host", "libggml-base.so")}' is cut off.",
            $"runtimes/{LibraryNames.PortableRid}/native/cuda12: this machine has no device for it");
    }

    [Fact]
    public void A_folder_that_is_used_is_not_listed_as_unused_as_well()
    {
        FillApp([], s_ours);
        var search = new RuntimeSearch(null, null, In("app"), In("app", "runtimes", LibraryNames.PortableRid, "native"));

        RuntimeFindings.Of(search, search.Find().Place).Select(location => (location.Name, location.IsUsed)).Should().Equal(("Edge.AI.Runtime", true), ("the app's folder", false));
    }

    [Fact]
    public void A_missing_runtime_names_every_folder_that_was_searched()
    {
        var search = new RuntimeSearch(In("one"), In("two"), In("app"));

        var error = FluentActions.Invoking(search.Find).Should().Throw<NativeRuntimeException>().Which;

        error.Code.Should().Be(EdgeErrorCodes.RuntimeMissing);
        error.PathsTried.Should().Equal(RuntimeSearch.Folders(search.Places));
        error.Message.Should().ContainAll(error.PathsTried);
        error.Hint.Should().Contain("EDGE_AI_RUNTIME");
    }

    private string In(params string[] folders) => Path.Combine([_root.Path, .. folders]);

    private void FillApp(string[] folders, params string[] files) => Fill(["app", "runtimes", LibraryNames.PortableRid, "native", .. folders], files);

    private void Fill(string[] folders, params string[] files)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "the names in this test are those of Linux on x64");
        Directory.CreateDirectory(In(folders));
        foreach (var file in files)
            File.WriteAllBytes(Path.Combine(In(folders), file), []);
    }
}
