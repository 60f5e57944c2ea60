using System.Net;
using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Sources;

public sealed class ProxyTests
{
    [Theory]
    [InlineData(false, "GET")]
    [InlineData(true, "CONNECT")]
    public async Task The_proxy_of_the_options_is_used(bool https, string method)
    {
        await using var here = await Workplace.CreateAsync(https);
        await using var proxy = new LoopbackProxy("me:p@ss word");
        var file = here.Serve();
        here.Options.Proxy = new($"http://me:p%40ss%20word@{proxy.Address.Authority}");
        here.Restart();

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        proxy.Passed.Single().Should().StartWith(method);
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_proxy_that_wants_credentials_is_an_error_of_its_own(bool https)
    {
        await using var here = await Workplace.CreateAsync(https);
        await using var proxy = new LoopbackProxy("me:secret");
        here.Options.Proxy = new($"http://me:mistaken@{proxy.Address.Authority}");
        here.Restart();

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.StatusCode, error.IsTransient).Should().Be((EdgeErrorCodes.DownloadRejected, HttpStatusCode.ProxyAuthenticationRequired, false));
        error.Message.Should().Contain("proxy").And.Contain("407");
        error.Hint.Should().Contain("EdgeAI:Proxy");
        error.ToString().Should().NotContain("mistaken");
        here.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_process_uses_the_proxy_of_its_environment()
    {
        await using var here = await Workplace.CreateAsync();
        await using var proxy = new LoopbackProxy("me:secret");
        var model = Workplace.ModelOf(here.Serve());

        await using var process = ProvisioningProcess.Start(here, model, environment: ("http_proxy", $"http://me:secret@{proxy.Address.Authority}"));

        (await process.EndAsync()).Done.Should().BeTrue();
        proxy.Passed.Should().Equal($"GET {model.Files[0].Source}");
    }
}
