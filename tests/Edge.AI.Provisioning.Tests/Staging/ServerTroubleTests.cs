using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Staging;

public sealed class ServerTroubleTests
{
    [Theory]
    [InlineData(400, EdgeErrorCodes.DownloadRejected)]
    [InlineData(401, EdgeErrorCodes.DownloadUnauthorized)]
    [InlineData(403, EdgeErrorCodes.DownloadUnauthorized)]
    [InlineData(404, EdgeErrorCodes.DownloadRejected)]
    [InlineData(407, EdgeErrorCodes.DownloadRejected)]
    [InlineData(410, EdgeErrorCodes.DownloadRejected)]
    public async Task A_refusal_is_final(int status, string code)
    {
        var (error, here) = await FailAsync(ServedReply.Status(status));
        await using var _ = here;

        (error.Code, error.IsTransient, error.StatusCode).Should().Be((code, false, (HttpStatusCode)status));
        here.Server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(408, EdgeErrorCodes.DownloadRejected)]
    [InlineData(429, EdgeErrorCodes.DownloadRejected)]
    [InlineData(500, EdgeErrorCodes.DownloadUnreachable)]
    [InlineData(503, EdgeErrorCodes.DownloadUnreachable)]
    public async Task Trouble_that_may_pass_is_tried_three_times_more(int status, string code)
    {
        var (error, here) = await FailAsync(ServedReply.Status(status));
        await using var _ = here;

        (error.Code, error.IsTransient, here.Server.Requests.Count).Should().Be((code, true, 4));
    }

    [Fact]
    public async Task Retries_wait_one_two_and_four_seconds_and_a_little_more()
    {
        var (_, here) = await FailAsync(ServedReply.Status(503));
        await using var disposed = here;

        here.Clock.Skipped.Should().HaveCount(3);
        here.Clock.Skipped.Zip([1.0, 2.0, 4.0]).Should().OnlyContain(wait => wait.First.TotalSeconds >= wait.Second && wait.First.TotalSeconds <= wait.Second * 1.25);
    }

    [Fact]
    public async Task A_server_that_recovers_delivers()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve().Then(ServedReply.Status(503), ServedReply.Status(429), ServedReply.Status(500));

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        File.Exists(here.PathOf()).Should().BeTrue();
    }

    [Fact]
    public async Task Progress_refills_the_retries()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        for (var part = 0; part < 8; part++)
            file.Then(new ServedReply { EndsAfter = 100_000 }, ServedReply.Status(503), ServedReply.Status(503));

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 1)]
    [InlineData("-5", 1)]
    [InlineData("soon", 1)]
    [InlineData("99999999999999999999", 1)]
    public async Task Retry_After_in_seconds_is_honoured_if_it_makes_sense(string retryAfter, double seconds)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve().Then(ServedReply.Status(429, ("Retry-After", retryAfter)));

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Clock.Skipped.Single().TotalSeconds.Should().BeInRange(seconds, seconds * 1.25);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(-1000, 1)]
    public async Task Retry_After_as_a_date_is_honoured_if_it_is_to_come(int fromNow, double seconds)
    {
        await using var here = await Workplace.CreateAsync();
        var date = here.Clock.GetUtcNow().AddSeconds(fromNow).ToString("R", CultureInfo.InvariantCulture);
        var file = here.Serve().Then(ServedReply.Status(503, ("Retry-After", date)));

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Clock.Skipped.Single().TotalSeconds.Should().BeInRange(seconds, seconds * 1.25);
    }

    [Fact]
    public async Task Retry_After_is_waited_for_thirty_seconds_at_most()
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.StallTimeout = TimeSpan.FromMinutes(5);
        here.Clock.SkipsWaitsUpTo = TimeSpan.FromSeconds(30);
        here.Restart();
        var file = here.Serve().Then(ServedReply.Status(503, ("Retry-After", "3600")));

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Clock.Skipped.Should().Equal(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(Workplace.FileOf("model.gguf", new("http://127.0.0.1:1/model.gguf"), file.Content));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient, here.Clock.Skipped.Count).Should().Be((EdgeErrorCodes.DownloadUnreachable, true, 3));
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_unreachable()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(Workplace.FileOf("model.gguf", new("https://models.invalid/model.gguf"), TinyModelBytes.Of(4096)));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient, here.Clock.Skipped.Count).Should().Be((EdgeErrorCodes.DownloadUnreachable, true, 3));
        error.Message.Should().Contain("models.invalid");
    }

    [Fact]
    public async Task Headers_that_never_end_are_given_up()
    {
        await using var here = await Workplace.CreateAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var flood = FloodAsync(listener);
        var model = Workplace.ModelOf(Workplace.FileOf("model.gguf", new($"http://{listener.LocalEndpoint}/model.gguf"), TinyModelBytes.Of(4096)));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>()).Which;

        listener.Stop();
        (error.Code, error.IsTransient, await flood).Should().Be((EdgeErrorCodes.DownloadUnreachable, false, 1));
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_final()
    {
        await using var here = await Workplace.CreateAsync();
        await using var stranger = await LoopbackModelServer.StartAsync(https: true);
        var file = stranger.Serve("model.gguf", TinyModelBytes.Of(4096));

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient, here.Clock.Skipped.Count).Should().Be((EdgeErrorCodes.DownloadUnreachable, false, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silence_ends_the_attempt_and_the_next_goes_on(bool beforeHeaders)
    {
        await using var here = await Workplace.CreateAsync();
        var gate = new Gate();
        var file = here.Serve().Then(new ServedReply { WaitsBeforeHeaders = beforeHeaders, WaitsAfter = 300_000, Gate = gate });
        var model = Workplace.ModelOf(file);

        var run = here.Provisioner.EnsureAsync(model);
        await gate.Reached;
        await here.ReachedAsync(model, progress => progress.Bytes >= 300_000 || beforeHeaders);
        here.Clock.Advance(TimeSpan.FromSeconds(30));
        await run;

        here.Server.Requests.Select(request => request.Range).Should().Equal(null, beforeHeaders ? null : "bytes=300000-");
    }

    [Fact]
    public async Task Silence_without_end_is_called_a_stall()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var gates = Enumerable.Range(0, 4).Select(_ => new Gate()).ToList();
        gates.ForEach(gate => file.Then(new ServedReply { WaitsBeforeHeaders = true, Gate = gate }));

        var run = here.Provisioner.EnsureAsync(Workplace.ModelOf(file));
        foreach (var gate in gates)
        {
            await gate.Reached;
            here.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var error = (await run.Invoking(task => task).Should().ThrowAsync<ModelDownloadException>()).Which;
        (error.Code, error.IsTransient).Should().Be((EdgeErrorCodes.DownloadStalled, true));
    }

    /// <returns>How many connections there were when the listener was stopped.</returns>
    private static async Task<int> FloodAsync(TcpListener listener)
    {
        for (var connections = 0; ; connections++)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                await FloodAsync(client.GetStream());
            }
            catch (Exception e) when (e is SocketException or InvalidOperationException) // stopped while it waited, or between two connections
            {
                return connections;
            }
        }
    }

    private static async Task FloodAsync(NetworkStream stream)
    {
        try
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray());
            while (true)
                await stream.WriteAsync("X-More: and more\r\n"u8.ToArray());
        }
        catch (IOException)
        {
            // The client has had enough.
        }
    }

    private static async Task<(ModelDownloadException Error, Workplace Here)> FailAsync(ServedReply reply)
    {
        var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = reply;
        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>()).Which;
        return (error, here);
    }
}
