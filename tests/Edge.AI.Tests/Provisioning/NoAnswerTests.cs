using System.Net;
using Edge.AI.Sources;
using Edge.AI.Testing;
using Polly.Timeout;

namespace Edge.AI.Tests.Provisioning;

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
        using var client = here.Use(DownloadHandler.Create(connectTimeout: Short));

        await UnreachableAsync(here, At(silent));
    }

    [Fact]
    public async Task A_server_that_never_begins_TLS_is_unreachable()
    {
        await using var here = await Workplace.CreateAsync();
        using var silent = SilentEndPoint.Accepting();
        using var client = here.Use(DownloadHandler.Create(connectTimeout: Short));

        await UnreachableAsync(here, At(silent));
    }

    [Fact]
    public async Task A_proxy_that_never_answers_makes_a_server_unreachable()
    {
        await using var here = await Workplace.CreateAsync(https: true);
        using var silent = SilentEndPoint.Accepting();
        using var client = here.Use(DownloadHandler.Create(new($"http://127.0.0.1:{silent.Port}"), Short));

        await UnreachableAsync(here, Workplace.ModelOf(here.Serve()));
    }

    [Fact]
    public async Task A_name_that_is_looked_up_for_ever_is_unreachable()
    {
        await using var here = await Workplace.CreateAsync();
        using var client = here.Use(DownloadHandler.Create(connectTimeout: Short, race: new(NeverAsync, TimeProvider.System)));

        await UnreachableAsync(here, Workplace.ModelOf(Workplace.FileOf("model.gguf", new("https://models.example/model.gguf"), TinyModelBytes.Of(4096))));

        static async Task<IPAddress[]> NeverAsync(string host, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_mirror_helps_where_the_source_is_silent(int connections)
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.ConnectionsPerFile = connections;
        using var silent = SilentEndPoint.Accepting();
        using var client = here.Use(DownloadHandler.Create(connectTimeout: Short));
        var mirror = here.Serve();
        var model = Workplace.ModelOf(Workplace.FileOf(mirror) with { Source = AddressOf(silent), Mirrors = [mirror.Uri] });

        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(mirror.Content);
    }

    [Fact]
    public async Task A_dead_address_costs_a_live_one_no_retry()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere a full queue refuses connections");
        await using var here = await Workplace.CreateAsync(https: true);
        var dead = System.Net.Sockets.Socket.OSSupportsIPv6 ? IPAddress.IPv6Loopback : IPAddress.Parse("127.0.0.2");
        using var silent = await SilentEndPoint.DroppingAsync(dead, here.Server.Address.Port);
        using var client = here.Use(DownloadHandler.Create(race: new((_, _) => Task.FromResult<IPAddress[]>([dead, IPAddress.Loopback]), TimeProvider.System)));
        var file = here.Serve();

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Clock.Skipped.Should().BeEmpty();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
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
        using var client = here.Use(new HttpClient(DownloadHandler.Create()) { Timeout = Short });
        var file = here.Serve();
        file.Always = new() { WaitsBeforeHeaders = true, Gate = new() };

        await UnreachableAsync(here, Workplace.ModelOf(file));
    }

    [Fact]
    public async Task A_timeout_of_a_handler_that_the_app_adds_everywhere_is_an_error_of_ours()
    {
        await using var here = await Workplace.CreateAsync();
        using var client = here.Use(new HttpClient(new ImpatientHandler { InnerHandler = DownloadHandler.Create() }));

        await UnreachableAsync(here, Workplace.ModelOf(here.Serve()));
    }

    [Fact]
    public async Task A_body_that_a_timeout_ends_is_no_cancellation()
    {
        using var response = new HttpResponseMessage { Content = new StreamContent(new TimedOutStream()) };
        using var body = new HttpFileBody(response, from: 0, new("https://models.example/model.gguf"));

        var error = (await body.Invoking(it => it.ReadAsync(new byte[10], CancellationToken.None).AsTask()).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient).Should().Be((EdgeErrorCodes.DownloadUnreachable, true));
    }

    [Theory]
    [InlineData(1, 0.8)]
    [InlineData(10, 8)]
    [InlineData(30, 15)]
    [InlineData(3600, 15)]
    public void A_connection_has_less_time_than_silence(double stall, double connect) =>
        DownloadHandler.ConnectTimeoutFor(TimeSpan.FromSeconds(stall)).Should().Be(TimeSpan.FromSeconds(connect));

    private static async Task UnreachableAsync(Workplace here, EdgeModel model)
    {
        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient, here.Clock.Skipped.Count).Should().Be((EdgeErrorCodes.DownloadUnreachable, true, 3));
        error.Message.Should().Contain(SafeAddress.Of(model.Files[0].Source)).And.NotContain("cancel");
        error.Hint.Should().NotContain("goes on from there");
    }

    private static Uri AddressOf(SilentEndPoint silent) => new($"https://127.0.0.1:{silent.Port}/model.gguf");

    private static EdgeModel At(SilentEndPoint silent) => Workplace.ModelOf(Workplace.FileOf("model.gguf", AddressOf(silent), TinyModelBytes.Of(4096)));

    private sealed class ImpatientHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new TimeoutRejectedException("Too slow.");
    }

    private sealed class TimedOutStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new TaskCanceledException("A timeout.", new TimeoutException());
    }
}
