using Edge.AI.Testing;

namespace Edge.AI.Cli.Tests.Sources;

public sealed class HubAccessTests : HubTest
{
    [Theory]
    [InlineData(404, false, "EDGE_HUB_REPOSITORY_UNKNOWN", "set HF_TOKEN")]
    [InlineData(404, true, "EDGE_HUB_REPOSITORY_UNKNOWN", "use a token of an account")]
    [InlineData(401, false, "EDGE_HUB_REPOSITORY_UNKNOWN", "set HF_TOKEN")]
    [InlineData(401, true, "EDGE_DOWNLOAD_UNAUTHORIZED", "HF_TOKEN")]
    [InlineData(403, false, "EDGE_DOWNLOAD_UNAUTHORIZED", "HF_TOKEN")]
    [InlineData(429, false, "EDGE_DOWNLOAD_REJECTED", "try again later")]
    [InlineData(500, false, "EDGE_DOWNLOAD_UNREACHABLE", "try again later")]
    public async Task A_refusal_of_the_hub_is_explained(int status, bool hasToken, string code, string hint)
    {
        var (info, _) = ServeHub();
        info.Always = ServedReply.Status(status);
        if (hasToken)
            Variables.Add(new("HF_TOKEN", Token));

        var (exitCode, _, errors) = await AddAsync();

        exitCode.Should().Be(1);
        errors.Should().StartWith(code + ": ").And.Contain(hint).And.NotContain(Token);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_refusal_that_may_pass_is_retried(int status)
    {
        var file = ServeModel("Bot-Q4_K_M.gguf").Then(ServedReply.Status(status));
        var (info, tree) = ServeHub();
        info.Then(ServedReply.Status(status));
        tree.Then(ServedReply.Status(status));

        (await AddAsync()).ExitCode.Should().Be(0);

        Server.Requests.Select(request => request.StatusCode).Should().Equal(status, 200, status, 200, status, 206);
    }

    [Fact]
    public async Task The_retries_are_those_of_the_options()
    {
        var (info, _) = ServeHub();
        info.Always = ServedReply.Status(503);
        Variables.Add(new("EdgeAI__Retry__MaxRetries", "2"));

        (await AddAsync()).ExitCode.Should().Be(1);

        Server.Requests.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_licence_of_a_gated_model_must_be_accepted_on_its_page(bool isListed)
    {
        var file = ServeModel("Bot-Q4_K_M.gguf");
        var (info, _) = ServeHub();
        (isListed ? file : info).Always = ServedReply.Status(401, ("X-Error-Code", "GatedRepo"));

        (await RunAsync("models", "pull", $"hf:{Repository}", "--quiet")).Errors.Should().StartWith("EDGE_DOWNLOAD_UNAUTHORIZED: ").And.Contain($"https://huggingface.co/{Repository}").And.Contain("HF_TOKEN");
        Directory.Exists(Models).Should().BeFalse();
    }

    [Fact]
    public async Task The_token_goes_to_the_endpoint_and_never_to_another_server_or_into_the_output()
    {
        await using var storage = await LoopbackModelServer.StartAsync();
        var file = ServeModel("Bot-Q4_K_M.gguf");
        var blob = storage.Serve("blob", file.Content);
        file.Always = ServedReply.Redirect(blob.Uri);
        ServeHub();
        Variables.Add(new("HF_TOKEN", Token));

        var pull = await RunAsync("models", "pull", $"hf:{Repository}", "--verbose", "--json");

        pull.ExitCode.Should().Be(0, pull.Errors);
        Server.Requests.Should().HaveCountGreaterThan(2).And.OnlyContain(request => request.Authorization == $"Bearer {Token}");
        storage.Requests.Should().NotBeEmpty().And.OnlyContain(request => request.Authorization == null);
        (pull.Output + pull.Errors).Should().NotContain(Token);
    }

    [Fact]
    public async Task The_token_does_not_follow_a_redirect_of_the_list_to_another_server()
    {
        await using var other = await LoopbackModelServer.StartAsync();
        ServeModel("Bot-Q4_K_M.gguf");
        var (info, _) = ServeHub();
        info.Always = ServedReply.Redirect(other.Serve("info", info.Content).Uri);
        Variables.Add(new("HF_TOKEN", Token));

        (await AddAsync()).ExitCode.Should().Be(0);

        other.Requests.Should().ContainSingle().Which.Authorization.Should().BeNull();
    }

    [Fact]
    public async Task A_silent_hub_is_an_error()
    {
        var (info, _) = ServeHub();
        info.Always = new() { WaitsBeforeHeaders = true, Gate = new() };
        Variables.Add(new("EdgeAI__StallTimeout", "00:00:01"));

        (await AddAsync()).Errors.Should().StartWith("EDGE_DOWNLOAD_STALLED: ");
    }
}
