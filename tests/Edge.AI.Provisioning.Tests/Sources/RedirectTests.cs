using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Sources;

public sealed class RedirectTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirects_are_followed(int status)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var door = here.Server.Serve("door", file.Content).Then(ServedReply.Redirect(file.Uri, status));

        await here.Provisioner.EnsureAsync(ModelAt(door, file));

        here.Server.Requests.Select(request => request.Path).Should().Equal("door", "model.gguf");
    }

    [Fact]
    public async Task A_relative_redirect_is_followed()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var door = here.Server.Serve("door", file.Content).Then(ServedReply.Redirect(new("/model.gguf", UriKind.Relative)));

        await here.Provisioner.EnsureAsync(ModelAt(door, file));

        here.Server.Requests[^1].Path.Should().Be("model.gguf");
    }

    [Fact]
    public async Task A_redirected_download_resumes_through_the_same_door()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var door = here.Server.Serve("door", file.Content);
        door.Always = ServedReply.Redirect(file.Uri);
        var model = ModelAt(door, file);
        await here.InterruptAfterAsync(model, file, 300_000);

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests.TakeLast(2).Select(request => (request.Path, request.Range)).Should().Equal(("door", "bytes=300000-"), ("model.gguf", "bytes=300000-"));
    }

    [Fact]
    public async Task A_redirect_loop_ends_after_ten()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = ServedReply.Redirect(file.Uri);

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient, here.Server.Requests.Count).Should().Be((EdgeErrorCodes.DownloadRejected, false, 11));
    }

    [Fact]
    public async Task A_redirect_from_https_to_http_is_refused()
    {
        await using var here = await Workplace.CreateAsync(https: true);
        await using var plain = await LoopbackModelServer.StartAsync();
        var file = plain.Serve("model.gguf", TinyModelBytes.Of(4096));
        var door = here.Server.Serve("door", file.Content).Then(ServedReply.Redirect(file.Uri));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(ModelAt(door, file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        error.Message.Should().Contain("https to http");
        plain.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("http://models.example/model.gguf")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/model.gguf")]
    public async Task A_redirect_to_where_we_would_not_go_ourselves_is_refused(string location)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve().Then(ServedReply.Redirect(new(location)));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient).Should().Be((EdgeErrorCodes.DownloadRejected, false));
    }

    [Fact]
    public async Task A_redirect_to_http_on_another_machine_is_refused_without_a_request()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve().Then(ServedReply.Redirect(new("http://models.example/model.gguf")));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        error.Message.Should().Contain("not encrypted");
        error.IsTransient.Should().BeFalse();
    }

    [Fact]
    public async Task A_token_goes_to_its_own_host_only()
    {
        await using var here = await Workplace.CreateAsync();
        await using var other = await LoopbackModelServer.StartAsync();
        var file = other.Serve("model.gguf", TinyModelBytes.Of(4096));
        var door = here.Server.Serve("door", file.Content).Then(ServedReply.Redirect(file.Uri));
        here.Options.AccessTokens[here.Server.Address.Authority] = "secret";

        await here.Provisioner.EnsureAsync(ModelAt(door, file));

        (here.Server.Requests.Single().Authorization, other.Requests.Single().Authorization).Should().Be(("Bearer secret", null));
    }

    private static EdgeModel ModelAt(ServedFile door, ServedFile file) => Workplace.ModelOf(Workplace.FileOf("model.gguf", door.Uri, file.Content));
}
