using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Edge.AI.AspNetCore.Tests.Support;
using Edge.AI.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.AspNetCore.Tests.Models;

public sealed class ModelTests(TinyServer tiny) : IAsyncLifetime
{
    private const int FileLength = 1 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-ai-models-").FullName;
    private LoopbackModelServer _files = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _files = await LoopbackModelServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _files.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_catalogue_is_listed_with_what_the_app_serves_first()
    {
        var models = await tiny.Http.GetFromJsonAsync<JsonElement>("models", Cancellation);

        models.GetArrayLength().Should().Be(ModelCatalog.BuiltIn.Count);
        var first = models[0];
        first.GetProperty("id").GetString().Should().Be(TinyServer.Model);
        first.GetProperty("servedAs").GetString().Should().Be(TinyServer.Model);
        var phi = models.EnumerateArray().Single(model => model.GetProperty("id").GetString() == EdgeModels.Phi3.Id);
        phi.TryGetProperty("servedAs", out _).Should().BeFalse();
        phi.GetProperty("size").GetInt64().Should().Be(EdgeModels.Phi3.Size);
        phi.GetProperty("license").GetString().Should().Be(EdgeModels.Phi3.License);
        phi.GetProperty("progress").GetProperty("state").GetString().Should().Be("pending");
    }

    [Fact]
    public async Task A_model_is_downloaded_paused_resumed_and_deleted()
    {
        var gate = new Gate();
        var file = _files.Serve("a.gguf", TinyModelBytes.Of(FileLength)).Then(new ServedReply { WaitsAfter = 500_000, Gate = gate });
        await using var server = await StartAsync(CatalogModels.Of("large", file));
        (await PostAsync(server, "models/large/download")).Should().Be(HttpStatusCode.Accepted);
        await UntilBytesAsync(server, "large");

        (await PostAsync(server, "models/large/pause")).Should().Be(HttpStatusCode.Accepted);
        await UntilAsync(server, "large", "paused");
        (await PostAsync(server, "models/large/resume")).Should().Be(HttpStatusCode.Accepted);
        var end = await UntilAsync(server, "large", "completed");
        end.GetProperty("fraction").GetDouble().Should().Be(1);
        _files.Requests.Should().HaveCount(2).And.Subject.Last().Range.Should().NotBeNull("the download continues after the bytes on disk");

        var freed = await (await server.Http.DeleteAsync("models/large", Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        freed.GetProperty("freedBytes").GetInt64().Should().BeGreaterThanOrEqualTo(FileLength);
    }

    [Fact]
    public async Task A_cancelled_download_keeps_its_bytes()
    {
        var gate = new Gate();
        var file = _files.Serve("a.gguf", TinyModelBytes.Of(FileLength)).Then(new ServedReply { WaitsAfter = 500_000, Gate = gate });
        await using var server = await StartAsync(CatalogModels.Of("large", file));
        await PostAsync(server, "models/large/download");
        await UntilBytesAsync(server, "large");
        (await PostAsync(server, "models/large/cancel")).Should().Be(HttpStatusCode.Accepted);

        var model = await server.Http.GetFromJsonAsync<JsonElement>("models/large", Cancellation);
        model.GetProperty("progress").GetProperty("bytes").GetInt64().Should().BePositive();
    }

    [Fact]
    public async Task A_failed_download_says_why_even_to_a_client_that_asks_later()
    {
        var file = _files.Serve("a.gguf", TinyModelBytes.Of(FileLength));
        file.Always = ServedReply.Status(404);
        await using var server = await StartAsync(CatalogModels.Of("large", file));
        await PostAsync(server, "models/large/download");
        await UntilAsync(server, "large", "failed");

        var end = await UntilAsync(server, "large", "failed");
        end.GetProperty("error").GetProperty("code").GetString().Should().Be("EDGE_DOWNLOAD_REJECTED");
        end.GetProperty("error").GetProperty("hint").GetString().Should().NotBeEmpty();
    }

    [Fact]
    public async Task An_unknown_model_is_a_problem_with_a_code()
    {
        using var response = await tiny.Http.GetAsync("models/who", Cancellation);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("code").GetString().Should().Be("model_not_found");
    }

    private Task<TestServer> StartAsync(EdgeModel model) => TestServer.StartAsync(services =>
    {
        services.AddEdgeModelProvisioning(options => options.ModelDirectory = _folder);
        services.AddEdgeModelCatalog(new ModelCatalog([model]));
        services.AddEdgeServer();
    });

    private static async Task<HttpStatusCode> PostAsync(TestServer server, string path)
    {
        using var response = await server.Http.PostAsync(path, content: null, Cancellation);
        return response.StatusCode;
    }

    /// <summary>Reads the events of a model until it has a state.</summary>
    private static Task<JsonElement> UntilAsync(TestServer server, string id, string state) =>
        UntilAsync(server, id, progress => progress.GetProperty("state").GetString() == state);

    /// <summary>
    /// Reads the events of a model until bytes have arrived.
    /// A gate tells only that the server has sent them.
    /// </summary>
    private static Task<JsonElement> UntilBytesAsync(TestServer server, string id) =>
        UntilAsync(server, id, progress => progress.GetProperty("bytes").GetInt64() > 0);

    private static async Task<JsonElement> UntilAsync(TestServer server, string id, Func<JsonElement, bool> reached)
    {
        await using var stream = await server.Http.GetStreamAsync($"models/{id}/progress", Cancellation);
        await foreach (var one in SseParser.Create(stream).EnumerateAsync(Cancellation))
        {
            var progress = JsonDocument.Parse(one.Data).RootElement;
            if (reached(progress))
                return progress;
        }

        throw new InvalidOperationException($"The events of '{id}' ended without the awaited one.");
    }
}
