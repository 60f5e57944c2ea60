using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Edge.AI.Provisioning.Tests.Pipeline;

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
        builder.Services.AddEdgeModelProvisioning();
        using var host = builder.Build();

        var error = (await host.Invoking(it => it.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which;

        error.Message.Should().Contain($"EdgeAI:{setting}").And.Contain("https://");
    }

    [Theory]
    [InlineData("http://user:password@proxy.local:8080", "https://hf-mirror.example/hub")]
    [InlineData("socks5://127.0.0.1:1080", "http://localhost:5000")]
    [InlineData(null, null)]
    public void Addresses_that_work_are_accepted(string? proxy, string? endpoint) => ProblemOf(new()
    {
        Proxy = proxy is null ? null : new(proxy),
        HuggingFaceEndpoint = endpoint is null ? null : new(endpoint),
    }).Should().BeNull();

    [Fact]
    public void A_password_in_a_refused_address_is_not_shown() =>
        ProblemOf(new() { Proxy = new("ftp://me:secret@proxy.local") }).Should().Contain("proxy.local").And.NotContain("secret");

    [Fact]
    public void A_speed_below_zero_is_refused() => ProblemOf(new() { MinBytesPerSecond = -1 }).Should().NotBeNull();

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("hf_q1\n")]
    [InlineData(" hf_q1")]
    [InlineData("to ken")]
    [InlineData("to\tken")]
    [InlineData("to\u00a0ken")]
    [InlineData("\ufeffhf_q1")]
    [InlineData("to\u200bken")]
    [InlineData("to\0ken")]
    [InlineData("t\u00f6ken")]
    public void A_token_that_can_not_be_sent_is_refused_when_it_is_set(string token)
    {
        var options = new ProvisioningOptions { AccessTokens = { ["models.example"] = token } };

        ProblemOf(options).Should().Contain("EdgeAI:AccessTokens:models.example").And.NotContain(token);
    }

    [Theory]
    [InlineData("https://models.example")]
    [InlineData("models.example/path")]
    [InlineData("me@models.example")]
    public void A_token_for_what_is_no_host_is_refused_when_it_is_set(string host)
    {
        var options = new ProvisioningOptions { AccessTokens = { [host] = "hf_abc" } };

        ProblemOf(options).Should().Contain("EdgeAI:AccessTokens").And.NotContain("hf_abc");
    }

    [Theory]
    [InlineData("huggingface.co", "hf_abcDEF123")]
    [InlineData("models.local:8443", "eyJhbGciOi.J9-_~+/==")]
    [InlineData("[::1]:5000", "a")]
    [InlineData("127.0.0.1", "")]
    public void Other_tokens_are_accepted(string host, string token) =>
        ProblemOf(new() { AccessTokens = { [host] = token } }).Should().BeNull();

    [Fact]
    public async Task An_empty_token_is_none()
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.AccessTokens["127.0.0.1"] = "";

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve(length: 4096)));

        here.Server.Requests.Single().Authorization.Should().BeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1023)]
    [InlineData(-1)]
    public void A_limit_that_no_download_could_live_with_is_refused(long limit) =>
        ProblemOf(new() { MaxBytesPerSecond = limit }).Should().NotBeNull();

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void There_are_1_to_8_connections(int connections) =>
        ProblemOf(new() { ConnectionsPerFile = connections }).Should().NotBeNull();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:PORT")]
    [InlineData("127.0.0.1_PORT")] // A configuration key cannot contain a colon.
    public async Task A_token_is_for_a_host_or_for_a_port_of_it(string key)
    {
        await using var here = await Workplace.CreateAsync();
        var port = here.Server.Address.Port;
        here.Options.AccessTokens[key.Replace("PORT", $"{port}", StringComparison.Ordinal)] = "secret";
        here.Options.AccessTokens[$"127.0.0.1_{port + 1}"] = "wrong";

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve(length: 4096)));

        here.Server.Requests.Single().Authorization.Should().Be("Bearer secret");
    }

    /// <summary>What is wrong with options; null if they are valid.</summary>
    private static string? ProblemOf(ProvisioningOptions options)
    {
        try
        {
            ModelProvisioner.Create(options).Dispose();
            return null;
        }
        catch (OptionsValidationException problem)
        {
            return problem.Message;
        }
    }
}
