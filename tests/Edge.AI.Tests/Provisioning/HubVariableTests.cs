using Edge.AI.Pipeline;
using Edge.AI.Sources;
using Edge.AI.Provisioning.Tests;
using Edge.AI.Settings;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

/// <summary>The variables of Hugging Face's own tools: another tool may have set them to what only it understands.</summary>
public sealed class HubVariableTests
{
    private const string Page = "owner/model/resolve/main/model.gguf";

    public static TheoryData<string, string> OddValues => new()
    {
        { "HF_ENDPOINT", "hf-mirror.example" },
        { "HF_ENDPOINT", "localhost:8080" },
        { "HF_ENDPOINT", "ftp://hf-mirror.example" },
        { "HF_ENDPOINT", "http://hf-mirror.example" },
        { "HF_ENDPOINT", "https://[" },
        { "HF_ENDPOINT", "https://" },
        { "HF_ENDPOINT", "http://" },
        { "HF_TOKEN", "hf_abc\nhf_def" },
        { "HF_TOKEN", "hf_\u200babc" },
        { "HF_TOKEN", "Bearer hf_abc" },
        { "HF_TOKEN", "hf_ab\u00e9" },
    };

    [Theory]
    [MemberData(nameof(OddValues))]
    [InlineData("HF_HUB_OFFLINE", "maybe")]
    public async Task Odd_values_matter_to_no_file_of_another_server(string name, string value)
    {
        await using var here = await Workplace.CreateAsync();
        Apply(here, (name, value));

        new ProvisioningOptionsValidator().Validate(null, here.Options).Failed.Should().BeFalse();
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve(length: 4096)));
    }

    [Theory]
    [MemberData(nameof(OddValues))]
    public async Task Odd_values_are_named_when_a_file_of_the_hub_is_fetched(string name, string value)
    {
        await using var here = await Workplace.CreateAsync();
        Apply(here, (name, value));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(OfTheHub(TinyModelBytes.Of(4096)))).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient).Should().Be((EdgeErrorCodes.DownloadRejected, false));
        error.Message.Should().Contain(name).And.NotContain("HuggingFaceEndpoint").And.NotContain("abc");
        here.Clock.Skipped.Should().BeEmpty("nothing was asked");
    }

    [Fact]
    public async Task What_the_app_sets_itself_makes_odd_variables_irrelevant()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve(Page, length: 4096);
        here.Options.HuggingFaceEndpoint = here.Server.Address;
        here.Options.AccessTokens[here.Server.Address.Authority] = "own";
        Apply(here, ("HF_ENDPOINT", "nonsense"), ("HF_TOKEN", "hf_abc\nhf_def"));

        await here.Provisioner.EnsureAsync(OfTheHub(file.Content));

        here.Server.Requests.Single().Authorization.Should().Be("Bearer own");
    }

    [Fact]
    public async Task Offline_by_variable_names_the_variable()
    {
        await using var here = await Workplace.CreateAsync();
        Apply(here, ("HF_HUB_OFFLINE", "1"));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelOfflineException>()).Which;

        error.Hint.Should().Contain("HF_HUB_OFFLINE").And.NotContain("EdgeAI:Offline");
    }

    private static void Apply(Workplace here, params (string Name, string Value)[] environment)
    {
        HuggingFace.Apply(here.Options, name => environment.FirstOrDefault(variable => variable.Name == name).Value);
        here.Restart();
    }

    private static EdgeModel OfTheHub(byte[] content) => Workplace.ModelOf(Workplace.FileOf("model.gguf", new("https://huggingface.co/" + Page), content));
}
