using Edge.AI.Sources;
using Edge.AI.Provisioning.Tests;
using Edge.AI.Settings;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class HuggingFaceTests
{
    private const string Page = "owner/model/resolve/main/model.gguf";

    [Fact]
    public async Task The_endpoint_serves_the_files_of_the_hub_and_gets_the_token()
    {
        await using var here = await Workplace.CreateAsync(https: true);
        var file = here.Serve(Page);
        Apply(here, ("HF_TOKEN", "hf_secret"), ("HF_ENDPOINT", here.Server.Address.ToString()));

        await here.Provisioner.EnsureAsync(OfTheHub(file));

        here.Server.Requests.Single().Authorization.Should().Be("Bearer hf_secret");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task The_token_goes_to_no_other_host()
    {
        await using var here = await Workplace.CreateAsync(https: true);
        Apply(here, ("HF_TOKEN", "hf_secret"));

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        here.Server.Requests.Single().Authorization.Should().BeNull();
    }

    [Fact]
    public async Task An_interrupted_download_from_the_endpoint_is_resumed()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve(Page);
        Apply(here, ("HF_ENDPOINT", here.Server.Address.ToString()));
        var model = OfTheHub(file);
        await here.InterruptAfterAsync(model, file, 300_000);

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().Be("bytes=300000-");
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("ON", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void The_hub_s_offline_switch_is_ours(string value, bool offline)
    {
        var options = new ProvisioningOptions();

        HuggingFace.Apply(options, name => name == "HF_HUB_OFFLINE" ? value : null);

        options.Offline.Should().Be(offline);
    }

    [Fact]
    public void What_the_app_sets_itself_wins()
    {
        var options = new ProvisioningOptions { HuggingFaceEndpoint = new("https://mirror.example"), AccessTokens = { ["huggingface.co"] = "own" } };

        HuggingFace.Apply(options, name => name switch { "HF_ENDPOINT" => "https://other.example", "HF_TOKEN" => "theirs", _ => null });

        (options.HuggingFaceEndpoint, options.AccessTokens["huggingface.co"]).Should().Be((new Uri("https://mirror.example"), "own"));
    }

    [Theory]
    [InlineData("https://huggingface.co/a/b/resolve/main/c.gguf?download=true", "https://mirror.example/hub/a/b/resolve/main/c.gguf?download=true")]
    [InlineData("https://huggingface.co.evil.example/a", "https://huggingface.co.evil.example/a")]
    [InlineData("https://models.example/a", "https://models.example/a")]
    public void Only_addresses_of_the_hub_are_changed(string address, string expected) =>
        HuggingFace.Redirected(new(address), new("https://mirror.example/hub/")).Should().Be(new Uri(expected));

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_gated_model_s_hint_names_its_page(int status)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve(Page);
        file.Always = ServedReply.Status(status, ("X-Error-Code", "GatedRepo"));
        Apply(here, ("HF_ENDPOINT", here.Server.Address.ToString()));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(OfTheHub(file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        error.Code.Should().Be(EdgeErrorCodes.DownloadUnauthorized);
        error.Hint.Should().Contain("licence").And.Contain("https://huggingface.co/owner/model,").And.Contain("HF_TOKEN");
    }

    private static void Apply(Workplace here, params (string Name, string Value)[] environment)
    {
        HuggingFace.Apply(here.Options, name => environment.FirstOrDefault(variable => variable.Name == name).Value);
        here.Restart();
    }

    private static EdgeModel OfTheHub(ServedFile file) => Workplace.ModelOf(Workplace.FileOf("model.gguf", new("https://huggingface.co/" + Page), file.Content));
}
