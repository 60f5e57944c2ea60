using Edge.AI.Native.Versions;

namespace Edge.AI.Tests.Native.Versions;

public sealed class LlamaIdentityTests
{
    [Theory]
    [InlineData("0.4.0", true)]
    [InlineData("v0.4.0", true)]
    [InlineData("0.4.0-dev", true)]
    [InlineData("0.5.7", true)]
    [InlineData("0.3.9", false)]
    [InlineData("0.6.0", false)]
    [InlineData("1.0.0", false)]
    [InlineData("b6000", false)]
    [InlineData("", false)]
    public void Only_versions_with_the_same_structs_are_accepted(string version, bool accepted) =>
        (LlamaVersion.Of(new("0.23.0", "5b4ebc5", version)) is Ggml023).Should().Be(accepted);

    [Theory]
    [InlineData("815a2a591")]
    [InlineData("815a2a5")]
    [InlineData("815A2A5910FF")]
    public void The_natives_of_LLamaSharp_are_known_by_their_commit(string commit) =>
        LlamaVersion.Of(new("0.18.0", commit, Llama: null)).Should().BeOfType<Ggml018>();

    [Theory]
    [InlineData("0.18.0", "815a2a592", null)]
    [InlineData("0.18.0", "815", null)]
    [InlineData("0.18.0", "", null)]
    [InlineData("0.18.1", "815a2a591", null)]
    [InlineData("0.22.0", "5b4ebc5", "0.4.0")]
    [InlineData("0.23.0", "5b4ebc5", null)]
    [InlineData("", "", null)]
    public void Other_versions_are_not_supported(string ggml, string commit, string? llama) =>
        LlamaVersion.Of(new(ggml, commit, llama)).Should().BeNull();

    [Theory]
    [InlineData("0.18.0", "815a2a591", "v0.4.0")]
    [InlineData("0.23.0", "5b4ebc5", null)]
    public void A_ggml_of_one_version_with_a_llama_cpp_of_another_is_not_supported(string ggml, string commit, string? llama) =>
        LlamaVersion.Of(new(ggml, commit, llama)).Should().BeNull();

    [Theory]
    [InlineData("0.23.0", "5b4ebc5", "v0.4.0", "llama.cpp 0.4.0 (ggml 0.23.0, commit 5b4ebc5)")]
    [InlineData("0.18.0", "815a2a591", null, "a llama.cpp without a version (ggml 0.18.0, commit 815a2a591)")]
    [InlineData("", "", null, "a llama.cpp without a version (a ggml without a version)")]
    public void An_identity_names_every_number(string ggml, string commit, string? llama, string text) =>
        new LlamaIdentity(ggml, commit, llama).ToString().Should().Be(text);
}
