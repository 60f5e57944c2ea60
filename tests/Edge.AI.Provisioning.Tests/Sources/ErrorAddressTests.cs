using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Sources;

/// <summary>Errors name who answered, and give no advice that can't help.</summary>
public sealed class ErrorAddressTests
{
    private const string Page = "owner/model/resolve/main/model.gguf";

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task A_signed_address_is_named_without_its_signature_when_it_refuses(int status)
    {
        await using var here = await Workplace.CreateAsync();
        await using var store = await LoopbackModelServer.StartAsync();
        var (door, file) = Signed(here, store);
        file.Always = ServedReply.Status(status);

        var error = await FailAsync(here, ModelAt(door, file));

        error.Message.Should().Contain(store.UriOf("blob").ToString()).And.NotContain(door.Uri.ToString());
        error.ToString().Should().NotContain("secret");
        here.Log.Text.Should().NotContain("secret");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signed_address_is_named_when_its_bytes_are_wrong(bool page)
    {
        await using var here = await Workplace.CreateAsync();
        await using var store = await LoopbackModelServer.StartAsync();
        var (door, file) = Signed(here, store);
        file.Always = page ? new() { Body = "<html>"u8.ToArray() } : new() { Headers = [("Content-Encoding", "gzip")] };

        var error = await here.Provisioner.Invoking(it => it.EnsureAsync(ModelAt(door, file))).Should().ThrowAsync<EdgeAIException>();

        error.Which.Message.Should().Contain(store.UriOf("blob").ToString());
        error.Which.ToString().Should().NotContain("secret");
    }

    [Fact]
    public async Task A_signed_address_is_named_when_it_falls_silent()
    {
        await using var here = await Workplace.CreateAsync();
        await using var store = await LoopbackModelServer.StartAsync();
        var (door, file) = Signed(here, store);
        var gates = Enumerable.Range(0, 4).Select(_ => new Gate()).ToList();
        gates.ForEach(gate => file.Then(new ServedReply { WaitsBeforeHeaders = true, Gate = gate }));

        var run = here.Provisioner.EnsureAsync(ModelAt(door, file));
        foreach (var gate in gates)
        {
            await gate.Reached;
            here.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var error = (await run.Invoking(task => task).Should().ThrowAsync<ModelDownloadException>()).Which;
        error.Message.Should().Contain(store.UriOf("blob").ToString());
        error.ToString().Should().NotContain("secret");
    }

    [Fact]
    public async Task A_redirect_that_is_not_followed_names_who_sent_it()
    {
        await using var here = await Workplace.CreateAsync();
        await using var store = await LoopbackModelServer.StartAsync();
        var (door, file) = Signed(here, store);
        file.Always = ServedReply.Redirect(new("http://models.example/model.gguf?signature=secret"));

        var error = await FailAsync(here, ModelAt(door, file));

        error.Message.Should().StartWith(store.UriOf("blob").ToString());
        error.ToString().Should().NotContain("secret");
    }

    [Theory]
    [InlineData("http://[::1")]
    [InlineData("https://:99999999/")]
    public async Task A_redirect_to_no_address_is_an_error_of_ours(string location)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = ServedReply.Status(302, ("Location", location));

        (await FailAsync(here, Workplace.ModelOf(file))).Code.Should().Be(EdgeErrorCodes.DownloadRejected);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_signed_address_that_refuses_is_asked_for_once_more(int status)
    {
        await using var here = await Workplace.CreateAsync();
        await using var store = await LoopbackModelServer.StartAsync();
        var (door, file) = Signed(here, store);
        file.Then(ServedReply.Status(status));

        await here.Provisioner.EnsureAsync(ModelAt(door, file));

        (here.Server.Requests.Count, store.Requests.Count).Should().Be((2, 2));
        here.Clock.Skipped.Should().BeEmpty();
    }

    [Fact]
    public async Task A_signed_address_that_refuses_twice_is_final()
    {
        await using var here = await Workplace.CreateAsync();
        await using var store = await LoopbackModelServer.StartAsync();
        var (door, file) = Signed(here, store);
        file.Always = ServedReply.Status(403);

        var error = await FailAsync(here, ModelAt(door, file));

        (error.Code, error.IsTransient).Should().Be((EdgeErrorCodes.DownloadUnauthorized, false));
        error.Hint.Should().NotContain("EdgeAI:AccessTokens", "a signed address takes no token");
        (here.Server.Requests.Count, store.Requests.Count).Should().Be((2, 2));
    }

    [Fact]
    public async Task An_expired_signature_does_not_cost_the_bytes_on_disk()
    {
        await using var here = await Workplace.CreateAsync();
        await using var store = await LoopbackModelServer.StartAsync();
        var (door, file) = Signed(here, store);
        var model = ModelAt(door, file);
        await here.InterruptAfterAsync(model, file, 300_000);
        file.Then(ServedReply.Status(403));

        await here.Provisioner.EnsureAsync(model);

        (store.Requests[^1].Range, store.Requests[^1].StatusCode).Should().Be(("bytes=300000-", 206));
    }

    [Fact]
    public async Task Where_no_token_was_sent_the_hint_says_where_to_give_one()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = ServedReply.Status(401);

        (await FailAsync(here, Workplace.ModelOf(file))).Hint.Should().Contain("EdgeAI:AccessTokens").And.Contain("127.0.0.1");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Where_a_token_was_sent_the_hint_asks_for_another_one(int status)
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.AccessTokens["127.0.0.1"] = "secret";
        var file = here.Serve();
        file.Always = ServedReply.Status(status);

        var error = await FailAsync(here, Workplace.ModelOf(file));

        error.Hint.Should().Contain("another token").And.NotContain(" to a token for ");
        error.ToString().Should().NotContain("secret");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Who_has_a_token_already_is_not_told_to_set_one_for_a_gated_model(int status)
    {
        await using var here = await Workplace.CreateAsync(https: true);
        var file = here.Serve(Page);
        file.Always = ServedReply.Status(status, ("X-Error-Code", "GatedRepo"));
        here.Options.HuggingFaceEndpoint = here.Server.Address;
        here.Options.AccessTokens[here.Server.Address.Authority] = "hf_abc";
        here.Restart();

        var error = await FailAsync(here, OfTheHub(file.Content));

        error.Message.Should().Contain(here.Server.Address.ToString(), "the mirror answered, not the hub");
        error.Hint.Should().Contain("https://huggingface.co/owner/model").And.NotContain("set HF_TOKEN");
    }

    [Fact]
    public async Task A_mirror_of_the_hub_is_named_when_it_does_not_have_the_file()
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.HuggingFaceEndpoint = here.Server.Address;
        here.Restart();

        var error = await FailAsync(here, OfTheHub(TinyModelBytes.Of(4096)));

        error.Message.Should().StartWith(here.Server.UriOf(Page).ToString());
        error.Hint.Should().Contain("HF_ENDPOINT");
    }

    [Fact]
    public async Task That_the_next_attempt_goes_on_is_said_where_it_will()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve().Then(new ServedReply { EndsAfter = 300_000 });
        file.Always = ServedReply.Status(503);

        (await FailAsync(here, Workplace.ModelOf(file))).Hint.Should().Contain("the next attempt continues after them");
    }

    [Theory]
    [InlineData(503, true, false)] // nothing is on disk
    [InlineData(503, false, false)] // the server gave no validator
    [InlineData(404, true, true)] // the server no longer has the file
    public async Task That_the_next_attempt_goes_on_is_not_said_where_it_will_not(int status, bool tagged, bool begun)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.ETag = tagged ? file.ETag : null;
        if (begun || !tagged)
            file.Then(new ServedReply { EndsAfter = 300_000 });
        file.Always = ServedReply.Status(status);

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        error.Hint.Should().NotBeEmpty().And.NotContain("continues after them");
    }

    private static (ServedFile Door, ServedFile File) Signed(Workplace here, LoopbackModelServer store)
    {
        var file = store.Serve("blob", TinyModelBytes.Of(1024 * 1024));
        var door = here.Server.Serve("door", file.Content);
        door.Always = ServedReply.Redirect(new(store.UriOf("blob") + "?signature=secret"));
        return (door, file);
    }

    private static EdgeModel ModelAt(ServedFile door, ServedFile file) => Workplace.ModelOf(Workplace.FileOf("model.gguf", door.Uri, file.Content));

    private static EdgeModel OfTheHub(byte[] content) => Workplace.ModelOf(Workplace.FileOf("model.gguf", new("https://huggingface.co/" + Page), content));

    private static async Task<ModelDownloadException> FailAsync(Workplace here, EdgeModel model) =>
        (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>()).Which;
}
