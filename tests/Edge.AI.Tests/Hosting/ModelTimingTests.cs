using Edge.AI.Testing;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Edge.AI.Tests.Hosting;

/// <summary>When a host downloads and loads its model, with a server that holds the download.</summary>
public sealed class ModelTimingTests : IAsyncLifetime
{
    private const string France = "What is the capital of France?";
    private const string Paris = "The capital of France is Paris.";
    private const int Loaded = 5000;
    private const int Downloading = 5002;

    private ServedModel _served = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _served = await ServedModel.StartAsync();

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task With_LoadAt_Start_the_host_starts_when_the_model_is_loaded()
    {
        var gate = _served.HoldNextDownload();
        using var host = _served.Build(options => options.LoadAt = ModelTiming.Start);

        var starting = host.StartAsync(Cancellation);
        await gate.Reached;
        starting.IsCompleted.Should().BeFalse();
        gate.Open();
        await starting;

        LinesOf(Downloading).Should().Be(1, "the progress is logged");
        LinesOf(Loaded).Should().Be(1);
        (await AskAsync(host)).Should().Be(Paris);
    }

    [Fact]
    public async Task With_LoadAt_Start_a_model_that_cannot_be_downloaded_ends_the_start_of_the_host()
    {
        _served.AnswerWith(ServedReply.Status(404));
        using var host = _served.Build(options => options.LoadAt = ModelTiming.Start);

        (await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<ModelDownloadException>()).Which.Code.Should().Be("EDGE_DOWNLOAD_REJECTED");
    }

    [Fact]
    public async Task A_model_that_fails_ends_the_start_although_another_one_is_still_being_downloaded()
    {
        var gate = _served.HoldNextDownload();
        var missing = _served.Model with { Id = "missing", Files = [_served.Model.Files[0] with { Source = new(_served.Model.Files[0].Source, "missing.gguf") }] };
        using var host = _served.Build(
            options => options.LoadAt = ModelTiming.Start,
            services => services.AddEdgeChatClient(missing, options => options.LoadAt = ModelTiming.Start));

        await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<ModelDownloadException>();

        gate.Open();
    }

    [Fact]
    public async Task With_DownloadAt_Start_the_host_starts_when_the_files_are_there_and_loads_nothing()
    {
        using var host = _served.Build(options => options.DownloadAt = ModelTiming.Start);

        await host.StartAsync(Cancellation);

        File.Exists(_served.FilePath).Should().BeTrue();
        LinesOf(Loaded).Should().Be(0);
        (await AskAsync(host)).Should().Be(Paris);
        _served.Downloads.Should().ContainSingle();
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_a_partial_and_the_next_start_resumes_it()
    {
        var gate = _served.HoldNextDownload();
        using (var host = _served.Build(options => options.LoadAt = ModelTiming.Start))
        {
            using var ctrlC = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var starting = host.StartAsync(ctrlC.Token);
            await ServedModel.ReceiveAsync(host.Services, Cancellation);
            await ctrlC.CancelAsync();
            await FluentActions.Awaiting(() => starting).Should().ThrowAsync<OperationCanceledException>();
        }

        gate.Open();
        await ShouldResumeAsync();
    }

    [Fact]
    public async Task With_LoadAt_Background_the_host_starts_at_once_and_a_request_waits()
    {
        var gate = _served.HoldNextDownload();
        using var host = _served.Build(options => options.LoadAt = ModelTiming.Background);
        await host.StartAsync(Cancellation);
        await gate.Reached;

        var asking = AskAsync(host);
        asking.IsCompleted.Should().BeFalse();
        gate.Open();

        (await asking).Should().Be(Paris);
        LinesOf(Loaded).Should().Be(1);
        _served.Downloads.Should().ContainSingle();
    }

    [Fact]
    public async Task With_DownloadAt_Background_the_files_arrive_without_a_request()
    {
        using var host = _served.Build(options => options.DownloadAt = ModelTiming.Background);
        await host.StartAsync(Cancellation);

        await host.Services.GetRequiredService<IModelProvisioner>().EnsureAsync(_served.Model, cancellationToken: Cancellation); // joins the download

        _served.Downloads.Should().ContainSingle();
        LinesOf(Loaded).Should().Be(0);
    }

    [Fact]
    public async Task Without_a_host_the_background_begins_with_the_client()
    {
        var gate = _served.HoldNextDownload();
        using var host = _served.Build(options => options.LoadAt = ModelTiming.Start);

        host.Services.GetRequiredService<IChatClient>();

        await gate.Reached;
        gate.Open();
        (await AskAsync(host)).Should().Be(Paris);
    }

    [Theory]
    [InlineData(ModelTiming.Background)]
    [InlineData(ModelTiming.FirstUse)]
    public async Task A_request_that_does_not_wait_fails_with_the_progress_and_the_work_continues(ModelTiming loadAt)
    {
        var gate = _served.HoldNextDownload();
        using var host = _served.Build(options => (options.LoadAt, options.ProvisioningTimeout) = (loadAt, TimeSpan.Zero));
        await host.StartAsync(Cancellation);
        if (loadAt == ModelTiming.FirstUse)
            await FluentActions.Awaiting(() => AskAsync(host)).Should().ThrowAsync<ModelNotReadyException>();
        await ServedModel.ReceiveAsync(host.Services, Cancellation);

        var error = (await FluentActions.Awaiting(() => AskAsync(host)).Should().ThrowAsync<ModelNotReadyException>()).Which;
        gate.Open();
        await host.Services.GetRequiredService<EdgeChatClient>().LoadAsync(Cancellation);

        (error.Code, error.IsTransient, error.ModelId).Should().Be(("EDGE_NOT_READY", true, "served"));
        error.Progress!.Bytes.Should().BePositive();
        error.Message.Should().MatchRegex(@"^'served' is not ready: downloading, \d+ % \(.* of 5\.3 MB\)");
        (await AskAsync(host)).Should().Be(Paris);
        _served.Downloads.Should().ContainSingle();
    }

    [Fact]
    public async Task A_host_that_stops_during_a_download_fails_the_waiting_request_and_the_next_start_resumes()
    {
        var gate = _served.HoldNextDownload();
        using (var host = _served.Build(options => options.LoadAt = ModelTiming.Background))
        {
            await host.StartAsync(Cancellation);
            var asking = AskAsync(host);
            await ServedModel.ReceiveAsync(host.Services, Cancellation);

            await host.StopAsync(Cancellation);

            await FluentActions.Awaiting(() => asking).Should().ThrowAsync<ObjectDisposedException>();
            await FluentActions.Awaiting(() => AskAsync(host)).Should().ThrowAsync<ObjectDisposedException>();
        }

        gate.Open();
        await ShouldResumeAsync();
    }

    [Fact]
    public async Task Twenty_clients_resolved_at_once_on_a_cold_host_share_one_download_and_one_load()
    {
        using var host = _served.BuildApp(services =>
        {
            for (var key = 0; key < 20; key++)
                services.AddKeyedEdgeChatClient(key, _served.Model, options => options.Threads = 1);
        });
        await host.StartAsync(Cancellation);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(key => Task.Run(() =>
            host.Services.GetRequiredKeyedService<IChatClient>(key).GetResponseAsync(France, new() { Temperature = 0 }, Cancellation))));

        answers.Should().OnlyContain(answer => answer.Text == Paris);
        _served.Downloads.Should().ContainSingle();
        LinesOf(Loaded).Should().Be(1);
    }

    private async Task ShouldResumeAsync()
    {
        using var next = _served.Build(options => options.LoadAt = ModelTiming.Start);
        await next.StartAsync(Cancellation);

        (await AskAsync(next)).Should().Be(Paris);
        _served.Downloads.Should().HaveCount(2);
        _served.Downloads.Last().Should().MatchRegex("^bytes=[1-9]");
    }

    private int LinesOf(int id) => _served.Log.Lines.Count(line => line.Id.Id == id);

    private static async Task<string> AskAsync(IHost host) =>
        (await host.Services.GetRequiredService<IChatClient>().GetResponseAsync(France, new() { Temperature = 0 }, Cancellation)).Text;
}
