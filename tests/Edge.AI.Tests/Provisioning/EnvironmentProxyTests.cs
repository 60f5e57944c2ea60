using Edge.AI.Pipeline;
using Edge.AI.Sources;
using Edge.AI.Provisioning.Tests;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class EnvironmentProxyTests
{
    private const string Https = "https://models.example/a", Http = "http://127.0.0.1:5000/a";

    [Theory]
    [InlineData(Https, "http://proxy:8080/", "https_proxy=http://proxy:8080")]
    [InlineData(Https, "http://proxy:8080/", "HTTPS_PROXY=http://proxy:8080/")]
    [InlineData(Https, "http://lower:1/", "HTTPS_PROXY=http://upper:1", "https_proxy=http://lower:1")]
    [InlineData(Https, "http://upper:1/", "HTTPS_PROXY=http://upper:1", "https_proxy=")]
    [InlineData(Https, "http://proxy:8080/", "https_proxy=proxy:8080")]
    [InlineData(Https, "http://proxy/", "https_proxy=proxy")]
    [InlineData(Https, "https://proxy/", "https_proxy=https://proxy")]
    [InlineData(Https, "http://proxy:8080/", "all_proxy=http://proxy:8080")]
    [InlineData(Https, "http://own:1/", "ALL_PROXY=http://all:1", "https_proxy=http://own:1")]
    [InlineData(Https, "socks5://proxy:1080/", "all_proxy=socks5h://proxy")]
    [InlineData(Https, "socks5://proxy:9/", "https_proxy=SOCKS5H://proxy:9")]
    [InlineData(Https, "socks5://proxy:1080/", "https_proxy=socks5://proxy:1080")]
    [InlineData(Https, "socks4a://proxy:1080/", "https_proxy=socks4a://proxy")]
    [InlineData(Https, "http://[::1]:8080/", "https_proxy=http://[::1]:8080")]
    [InlineData(Https, "http://proxy:8080/", "https_proxy=http://me:p@ss:word/@proxy:8080")]
    [InlineData(Http, "http://proxy:8080/", "http_proxy=http://proxy:8080")]
    [InlineData(Http, "http://proxy:8080/", "HTTP_PROXY=http://proxy:8080")]
    [InlineData(Http, null, "HTTP_PROXY=http://proxy:8080", "GATEWAY_INTERFACE=CGI/1.1")]
    [InlineData(Http, null, "https_proxy=http://proxy:8080")]
    [InlineData(Https, null, "http_proxy=http://proxy:8080")]
    public void Each_address_gets_the_proxy_of_its_variable(string address, string? expected, params string[] variables) =>
        EnvironmentProxy.Of(Environment(variables))?.GetProxy(new(address))?.ToString().Should().Be(expected);

    [Theory]
    [InlineData("models.example", true)]
    [InlineData("example", true)]
    [InlineData(".example", true)]
    [InlineData("*.example", true)]
    [InlineData("other, models.example", true)]
    [InlineData("other models.example", true)]
    [InlineData("MODELS.EXAMPLE", true)]
    [InlineData("models.example:443", true)]
    [InlineData("*", true)]
    [InlineData("models.example:8443", false)]
    [InlineData("odels.example", false)]
    [InlineData("models.example.org", false)]
    [InlineData("", false)]
    [InlineData(",", false)]
    [InlineData(".", false)]
    public void No_proxy_exempts_names(string noProxy, bool exempt) => IsExempt("https://models.example/a", noProxy).Should().Be(exempt);

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.0.0.0/8", true)]
    [InlineData("10.1.2.3", "10.1.2.3:443", true)]
    [InlineData("10.1.2.3", "11.0.0.0/8", false)]
    [InlineData("10.1.2.3", "2.3", false)]
    [InlineData("[fd00::1]", "fd00::/8", true)]
    [InlineData("[fd00::1]", "[fd00::1]", true)]
    [InlineData("[fd00::1]", "fd00::2", false)]
    public void No_proxy_exempts_addresses(string host, string noProxy, bool exempt) => IsExempt($"https://{host}/a", noProxy).Should().Be(exempt);

    [Fact]
    public void Without_a_variable_the_system_decides() => EnvironmentProxy.Of(Environment("no_proxy=example", "http_proxy= ")).Should().BeNull();

    [Theory]
    [InlineData("http_proxy", "ftp://proxy:8080", "ftp")]
    [InlineData("HTTP_PROXY", "socks6://proxy:8080", "socks6")]
    [InlineData("all_proxy", "quic://me:secret@proxy:8080", "quic")]
    [InlineData("ALL_PROXY", "ssh://proxy", "ssh")]
    [InlineData("http_proxy", "http://", "not the address")]
    [InlineData("http_proxy", "http://me:secret@", "not the address")]
    [InlineData("http_proxy", "http://proxy:99999", "not the address")]
    [InlineData("http_proxy", "http://pro xy:80", "not the address")]
    [InlineData("http_proxy", "://proxy", "scheme")]
    public async Task A_variable_that_names_no_usable_proxy_is_an_error_instead_of_a_direct_connection(string name, string value, string problem)
    {
        await using var here = await Workplace.CreateAsync();
        here.Use(DownloadHandler.Create(environment: Environment($"{name}={value}")));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve(length: 4096)))).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient).Should().Be((EdgeErrorCodes.DownloadUnreachable, false));
        error.Message.Should().Contain(name).And.Contain(problem);
        error.ToString().Should().NotContain("secret");
        here.Server.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("https_proxy=ftp://proxy")]
    [InlineData("http_proxy=ftp://proxy", "no_proxy=127.0.0.1")]
    public async Task A_variable_for_other_addresses_does_no_harm(params string[] variables)
    {
        await using var here = await Workplace.CreateAsync();
        here.Use(DownloadHandler.Create(environment: Environment(variables)));

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve(length: 4096)));

        here.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task The_proxy_of_the_options_makes_the_variables_irrelevant()
    {
        await using var here = await Workplace.CreateAsync();
        await using var proxy = new LoopbackProxy();
        here.Use(DownloadHandler.Create(proxy.Address, environment: Environment("http_proxy=ftp://proxy")));

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve(length: 4096)));

        proxy.Passed.Should().ContainSingle();
    }

    [Fact]
    public async Task The_credentials_of_a_variable_reach_the_proxy()
    {
        await using var here = await Workplace.CreateAsync();
        await using var proxy = new LoopbackProxy("me:p@ss/wörd");
        here.Use(DownloadHandler.Create(environment: Environment($"HTTP_PROXY=http://me:p@ss/w%C3%B6rd@{proxy.Address.Authority}")));

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve(length: 4096)));

        proxy.Passed.Should().ContainSingle();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Socks5h_is_socks5_with_names_that_the_proxy_looks_up(bool byVariable)
    {
        await using var here = await Workplace.CreateAsync(https: true);
        await using var socks = new LoopbackSocks();
        var proxy = $"socks5h://{socks.Authority}";
        here.Use(byVariable ? DownloadHandler.Create(environment: Environment($"all_proxy={proxy}")) : DownloadHandler.Create(new Uri(proxy)));
        var file = here.Serve(length: 4096);
        var address = new UriBuilder(file.Uri) { Host = "localhost" }.Uri;

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(Workplace.FileOf(file) with { Source = address }));

        socks.Targets.Should().Equal(address.Authority);
    }

    [Fact]
    public void The_options_accept_socks5h() =>
        new ProvisioningOptionsValidator().Validate(null, new() { Proxy = new("socks5h://proxy:1080") }).Failed.Should().BeFalse();

    private static bool IsExempt(string address, string noProxy) =>
        EnvironmentProxy.Of(Environment("https_proxy=http://proxy:8080", $"NO_PROXY={noProxy}"))!.GetProxy(new(address)) is null;

    private static Func<string, string?> Environment(params string[] variables) => name =>
        variables.Select(variable => variable.Split('=', 2)).FirstOrDefault(pair => pair[0] == name)?[1];
}
