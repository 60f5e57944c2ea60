using System.Net;
using Edge.AI.Provisioning.Tests;
using Edge.AI.Sources;
using Edge.AI.Catalog;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class ConnectTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task A_name_that_is_looked_up_for_ever_is_unreachable()
    {
        await using var here = await Workplace.CreateAsync();
        here.Use(DownloadHandler.Create(connectTimeout: Short, race: new(NeverAsync, TimeProvider.System)));

        await UnreachableAsync(here, Workplace.ModelOf(Workplace.FileOf("model.gguf", new("https://models.example/model.gguf"), TinyModelBytes.Of(4096))));

        static async Task<IPAddress[]> NeverAsync(string host, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        }
    }

    [Fact]
    public async Task A_dead_address_costs_a_live_one_no_retry()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere a full queue refuses connections");
        await using var here = await Workplace.CreateAsync(https: true);
        var dead = System.Net.Sockets.Socket.OSSupportsIPv6 ? IPAddress.IPv6Loopback : IPAddress.Parse("127.0.0.2");
        using var silent = await SilentEndPoint.DroppingAsync(dead, here.Server.Address.Port);
        here.Use(DownloadHandler.Create(race: new((_, _) => Task.FromResult<IPAddress[]>([dead, IPAddress.Loopback]), TimeProvider.System)));
        var file = here.Serve();

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Clock.Skipped.Should().BeEmpty();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
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
        error.Hint.Should().NotContain("continues after them");
    }

    private sealed class TimedOutStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new TaskCanceledException("A timeout.", new TimeoutException());
    }
}
