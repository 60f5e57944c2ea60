using Edge.AI.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Edge.AI.Tests.Provisioning;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("Proxy", "ftp://proxy.local")]
    [InlineData("Proxy", "proxy.local:8080")]
    [InlineData("Proxy", "proxy.local")]
    [InlineData("HuggingFaceEndpoint", "hf-mirror.example")]
    [InlineData("HuggingFaceEndpoint", "ftp://hf-mirror.example")]
    [InlineData("HuggingFaceEndpoint", "http://hf-mirror.example")]
    public async Task An_address_that_no_download_could_use_ends_the_start_and_names_the_setting(string setting, string address)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new($"EdgeAI:{setting}", address)]);
        builder.Services.AddModelProvisioning();
        using var host = builder.Build();

        var error = (await host.Invoking(it => it.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which;

        error.Message.Should().Contain($"EdgeAI:{setting}").And.Contain("https://");
    }

    [Theory]
    [InlineData("http://user:password@proxy.local:8080", "https://hf-mirror.example/hub")]
    [InlineData("socks5://127.0.0.1:1080", "http://localhost:5000")]
    [InlineData(null, null)]
    public void Addresses_that_work_are_accepted(string? proxy, string? endpoint) => Validate(new()
    {
        Proxy = proxy is null ? null : new(proxy),
        HuggingFaceEndpoint = endpoint is null ? null : new(endpoint),
    }).Failed.Should().BeFalse();

    [Fact]
    public void A_password_in_a_refused_address_is_not_shown() =>
        Validate(new() { Proxy = new("ftp://me:secret@proxy.local") }).FailureMessage.Should().Contain("proxy.local").And.NotContain("secret");

    [Fact]
    public void A_speed_below_zero_is_refused() => Validate(new() { StallSpeed = -1 }).Failed.Should().BeTrue();

    private static ValidateOptionsResult Validate(ProvisioningOptions options) => new ProvisioningOptionsValidator().Validate(null, options);
}
