using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Sources;

public sealed class SourceTests
{
    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(503)]
    public async Task A_mirror_helps_where_the_source_fails(int status)
    {
        await using var here = await Workplace.CreateAsync();
        var (file, mirror) = (here.Serve(), here.Serve("mirror"));
        file.Always = ServedReply.Status(status);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(Workplace.FileOf(file) with { Mirrors = [mirror.Uri] }));

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(mirror.Content);
    }

    [Fact]
    public async Task A_mirror_helps_where_the_source_answers_with_a_page()
    {
        await using var here = await Workplace.CreateAsync();
        var (file, mirror) = (here.Serve(), here.Serve("mirror"));
        file.Always = new() { Body = "<html>"u8.ToArray() };

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(Workplace.FileOf(file) with { Mirrors = [mirror.Uri] }));

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(mirror.Content);
    }

    [Fact]
    public async Task Mirrors_are_left_alone_while_the_source_delivers()
    {
        await using var here = await Workplace.CreateAsync();
        var (file, mirror) = (here.Serve(), here.Serve("mirror"));

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(Workplace.FileOf(file) with { Mirrors = [mirror.Uri] }));

        here.Server.Requests.Single().Path.Should().Be("model.gguf");
    }

    [Fact]
    public async Task Bytes_of_one_source_are_never_continued_from_another()
    {
        await using var here = await Workplace.CreateAsync();
        var (file, mirror) = (here.Serve(), here.Serve("mirror"));
        file.Then(new ServedReply { EndsAfter = 300_000 });
        file.Always = ServedReply.Status(404);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(Workplace.FileOf(file) with { Mirrors = [mirror.Uri] }));

        here.Server.Requests[^1].Range.Should().BeNull();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(mirror.Content);
    }

    [Fact]
    public async Task When_every_source_fails_the_error_tells_what_each_said()
    {
        await using var here = await Workplace.CreateAsync();
        var (file, mirror) = (here.Serve(), here.Serve("mirror"));
        (file.Always, mirror.Always) = (ServedReply.Status(404), ServedReply.Status(401));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(Workplace.FileOf(file) with { Mirrors = [mirror.Uri] })))
            .Should().ThrowAsync<ModelDownloadException>()).Which;

        error.Code.Should().Be(EdgeErrorCodes.DownloadRejected);
        error.Message.Should().Contain("404").And.Contain("401");
    }

    [Fact]
    public async Task A_file_that_ships_with_the_app_needs_no_network()
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.Offline = true;
        here.Restart();
        var content = Ship("sub/tiny.gguf");

        await here.Provisioner.EnsureAsync(AppModel("app:sub/tiny.gguf", content));

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(content);
    }

    [Fact]
    public async Task A_file_that_ships_with_the_app_is_verified_like_any_other()
    {
        await using var here = await Workplace.CreateAsync();
        Ship("tiny.gguf");

        await here.Provisioner.Invoking(it => it.EnsureAsync(AppModel("app:tiny.gguf", TinyModelBytes.Of(4096, seed: 9)))).Should().ThrowAsync<ModelChecksumException>();

        File.Exists(here.PathOf()).Should().BeFalse();
    }

    [Fact]
    public async Task A_file_that_the_app_should_ship_but_does_not_is_named()
    {
        await using var here = await Workplace.CreateAsync();

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(AppModel("app:absent.gguf", TinyModelBytes.Of(256)))).Should().ThrowAsync<ModelDownloadException>()).Which;

        error.Message.Should().Contain("app:absent.gguf");
    }

    [Fact]
    public async Task Offline_no_request_is_made()
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.Offline = true;
        here.Restart();

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(here.Serve()))).Should().ThrowAsync<ModelOfflineException>()).Which;

        error.Code.Should().Be(EdgeErrorCodes.Offline);
        here.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Offline_a_model_on_disk_is_used()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        await here.Provisioner.EnsureAsync(model);
        here.Options.Offline = true;
        here.Restart();

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Queries_and_tokens_stay_out_of_logs_and_errors()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = ServedReply.Status(503);
        var secretive = new UriBuilder(file.Uri) { Query = "signature=secret" }.Uri;
        here.Options.AccessTokens[here.Server.Address.Authority] = "secret";

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(Workplace.FileOf(file) with { Source = secretive })))
            .Should().ThrowAsync<ModelDownloadException>()).Which;

        error.ToString().Should().NotContain("secret");
        here.Log.Lines.Should().NotBeEmpty();
        here.Log.Text.Should().NotContain("secret");
        here.Server.Requests[0].Query.Should().Be("?signature=secret");
    }

    [Fact]
    public async Task A_first_read_that_fills_the_whole_buffer_is_not_the_end()
    {
        await using var here = await Workplace.CreateAsync();
        var content = Ship("large.gguf", length: 1024 * 1024);

        await here.Provisioner.EnsureAsync(AppModel("app:large.gguf", content));

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(content);
    }

    private static EdgeModel AppModel(string address, byte[] content) => Workplace.ModelOf(Workplace.FileOf("model.gguf", new(address), content));

    private static byte[] Ship(string path, int length = 4096)
    {
        var (content, target) = (TinyModelBytes.Of(length), Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "models", path)));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "models", "sub"));
        File.WriteAllBytes(target, content);
        return content;
    }
}
