namespace Edge.AI.Packages.Tests;

public sealed class LLamaSharpTests(LLamaSharpApp app) : IClassFixture<LLamaSharpApp>
{
    private static readonly string[] s_variants = ["avx", "avx2", "avx512", "noavx"];
    private static readonly string[] s_libraries = ["libggml-base.so", "libggml-cpu.so", "libggml.so", "libllama.so"]; // libmtmd is for images

    [Fact]
    public async Task An_app_that_chooses_LLamaSharp_contains_only_its_natives_for_this_platform_and_answers()
    {
        app.BuildOutput.Should().Contain("0 Warning(s)");
        app.Built.Natives.Should().BeEquivalentTo(NativesOf("linux-x64"));
        (await app.Built.RunAsync()).Should().Be(ConsumerApp.Answers);
    }

    [Fact]
    public async Task A_trimmed_single_file_app_has_the_natives_of_LLamaSharp_beside_it_and_answers()
    {
        var published = await app.PublishAsync("-p:PublishSingleFile=true", "-p:IncludeNativeLibrariesForSelfExtract=true", "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false", "-p:DebugType=none");

        published.Output.Should().NotContain("warning");
        published.Files.Should().Equal("Acme", "Acme.xml");
        published.Natives.Should().BeEquivalentTo(NativesOf("linux-x64"));
        (await published.RunAsync()).Should().Be(ConsumerApp.Answers);
    }

    [Fact]
    public async Task An_app_for_musl_contains_the_natives_for_musl() // Running it needs a machine with musl.
    {
        var published = await PublishForMuslAsync(LLamaSharpApp.Reference, LLamaSharpApp.Choice);

        published.Natives.Should().BeEquivalentTo(NativesOf("linux-musl-x64"));
    }

    [Fact]
    public async Task An_app_for_musl_without_LLamaSharp_gets_a_warning_and_no_natives_for_glibc()
    {
        var published = await PublishForMuslAsync();

        published.Output.Should().Contain("warning EDGEBUILD005: Edge.AI.Runtime has no llama.cpp natives for linux-musl-x64");
        published.Natives.Should().BeEmpty();
    }

    [Fact]
    public async Task An_app_with_both_packages_and_no_choice_has_no_folder_that_mixes_them_and_answers()
    {
        Npm.SkipIfMissing();

        var published = await app.DotnetPublishAsync(LLamaSharpApp.Reference);

        published.Natives.Should().Contain([.. NativesOf("linux-x64"), "runtimes/linux-x64/native/libllama.v0.4.0.so"]);
        published.Natives.Where(file => file.StartsWith("runtimes/linux-arm64/", StringComparison.Ordinal)).Should().BeEquivalentTo(s_libraries.Select(library => $"runtimes/linux-arm64/native/{library}"));
        (await published.RunAsync()).Should().Be(ConsumerApp.Answers);
    }

    [Fact]
    public async Task An_unknown_choice_is_a_build_error()
    {
        var build = () => app.DotnetBuildAsync("-p:EdgeAIRuntime=Cuda");

        await build.Should().ThrowAsync<InvalidOperationException>().WithMessage("*error EDGEBUILD004: The property EdgeAIRuntime is 'Cuda'. Set it to EdgeAI * or LLamaSharp *");
    }

    [Fact]
    public async Task Choosing_LLamaSharp_without_one_of_its_packages_is_a_build_error()
    {
        var build = () => app.DotnetBuildAsync(LLamaSharpApp.Choice);

        await build.Should().ThrowAsync<InvalidOperationException>().WithMessage("*error EDGEBUILD005: *Add a reference to LLamaSharp.Backend.Cpu*");
    }

    private Task<AppFolder> PublishForMuslAsync(params string[] properties) =>
        app.DotnetPublishAsync(["--runtime", "linux-musl-x64", "--self-contained", "false", "-p:UseAppHost=false", .. properties]);

    private static IEnumerable<string> NativesOf(string platform) =>
        from variant in s_variants
        from library in s_libraries
        select $"runtimes/{platform}/native/{variant}/{library}";
}
