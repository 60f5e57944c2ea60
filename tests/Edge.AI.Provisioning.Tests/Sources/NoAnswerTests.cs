using System.Net;
using Edge.AI.Testing;
using Microsoft.Extensions.DependencyInjection;
using Polly.Timeout;

namespace Edge.AI.Provisioning.Tests.Sources;

/// <summary>Connections that never come about: nobody wished for their end, so nobody is told of a cancellation.</summary>
public sealed class NoAnswerTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task A_server_that_drops_connections_is_unreachable()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere a full queue refuses connections");
        await using var here = await Workplace.CreateAsync();
        using var silent = await SilentEndPoint.DroppingAsync();
        UseShortTimeouts(here);

        await UnreachableAsync(here, At(silent));
    }

    [Fact]
    public async Task A_server_that_never_begins_TLS_is_unreachable()
    {
        await using var here = await Workplace.CreateAsync();
        using var silent = SilentEndPoint.Accepting();
        UseShortTimeouts(here);

        await UnreachableAsync(here, At(silent));
    }

    [Fact]
    public async Task A_proxy_that_never_answers_makes_a_server_unreachable()
    {
        await using var here = await Workplace.CreateAsync(https: true);
        using var silent = SilentEndPoint.Accepting();
        here.Options.Proxy = new($"http://127.0.0.1:{silent.Port}");
        UseShortTimeouts(here);

        await UnreachableAsync(here, Workplace.ModelOf(here.Serve()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_mirror_helps_where_the_source_is_silent(int connections)
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.ConnectionsPerFile = connections;
        using var silent = SilentEndPoint.Accepting();
        UseShortTimeouts(here);
        var mirror = here.Serve();
        var model = Workplace.ModelOf(Workplace.FileOf(mirror) with { Source = AddressOf(silent), Mirrors = [mirror.Uri] });

        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(mirror.Content);
    }

    [Fact]
    public async Task A_caller_who_gives_up_meanwhile_sees_a_cancellation()
    {
        await using var here = await Workplace.CreateAsync();
        using var silent = SilentEndPoint.Accepting();
        using var giveUp = new CancellationTokenSource();

        var run = here.Provisioner.EnsureAsync(At(silent), cancellationToken: giveUp.Token);
        await here.ReachedAsync(At(silent), progress => progress.State == ProvisioningState.Downloading);
        await giveUp.CancelAsync();

        await run.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_timeout_of_the_app_s_own_client_is_no_cancellation()
    {
        await using var here = await Workplace.CreateAsync();
        here.Http = http => http.ConfigureHttpClient(client => client.Timeout = Short);
        here.Restart();
        var file = here.Serve();
        file.Always = new() { WaitsBeforeHeaders = true, Gate = new() };

        await UnreachableAsync(here, Workplace.ModelOf(file));
    }

    [Fact]
    public async Task A_timeout_of_a_handler_that_the_app_adds_everywhere_is_an_error_of_ours()
    {
        await using var here = await Workplace.CreateAsync();
        here.Http = http => http.AddHttpMessageHandler(() => new ImpatientHandler());
        here.Restart();

        await UnreachableAsync(here, Workplace.ModelOf(here.Serve()));
    }

    private static async Task UnreachableAsync(Workplace here, EdgeModel model)
    {
        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient, here.Clock.Skipped.Count).Should().Be((EdgeErrorCodes.DownloadUnreachable, true, 3));
        error.Message.Should().Contain(model.Files[0].Source.ToString()).And.NotContain("cancel");
        error.Hint.Should().NotContain("continues after them");
    }

    private static void UseShortTimeouts(Workplace here)
    {
        here.Http = http => http.ConfigurePrimaryHttpMessageHandler((handler, _) => ((SocketsHttpHandler)handler).ConnectTimeout = Short);
        here.Restart();
    }

    private static Uri AddressOf(SilentEndPoint silent) => new($"https://127.0.0.1:{silent.Port}/model.gguf");

    private static EdgeModel At(SilentEndPoint silent) => Workplace.ModelOf(Workplace.FileOf("model.gguf", AddressOf(silent), TinyModelBytes.Of(4096)));

    private sealed class ImpatientHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new TimeoutRejectedException("Too slow.");
    }
}
