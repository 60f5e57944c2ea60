using Edge.AI.Testing;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Hosting;

public sealed class EdgeChatClientCreateTests
{
    [Fact]
    public void An_option_out_of_range_is_refused_at_once()
    {
        var creating = () => EdgeChatClient.Create(EdgeModels.EdgeTiny, new() { MaxConcurrency = 0 });

        creating.Should().Throw<EdgeOptionException>().Which.Message.Should().Contain("MaxConcurrency");
    }

    [Fact]
    public void A_null_model_is_an_ArgumentNullException() =>
        FluentActions.Invoking(() => EdgeChatClient.Create(null!)).Should().Throw<ArgumentNullException>().WithParameterName("model");

    [Fact]
    public async Task Disposing_twice_is_disposing_once()
    {
        var client = EdgeChatClient.Create(EdgeModels.EdgeTiny);

        client.Dispose();
        await client.DisposeAsync();

        FluentActions.Invoking(() => client.GetStreamingResponseAsync("hello", cancellationToken: TestContext.Current.CancellationToken)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_client_uses_the_model_folder_and_the_log_that_it_is_given()
    {
        using var folder = new TemporaryFolder();
        using var log = new LogLines();
        await using var client = EdgeChatClient.Create(EdgeModels.EdgeTiny, new() { Threads = 1, MaxConcurrency = 1 }, new() { ModelDirectory = folder.Path }, log);

        await client.LoadAsync(TestContext.Current.CancellationToken);

        File.Exists(Path.Combine(folder.Path, "edge-tiny", "edge-tiny-q8_0.gguf")).Should().BeTrue();
        log.Lines.Should().Contain(line => line.Text.StartsWith("Downloading model 'edge-tiny'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_provisioner_of_a_client_is_one_of_its_services()
    {
        using var folder = new TemporaryFolder();
        await using var client = EdgeChatClient.Create(EdgeModels.EdgeTiny, provisioning: new() { ModelDirectory = folder.Path });

        var provisioned = await client.GetService<IModelProvisioner>()!.EnsureAsync(EdgeModels.EdgeTiny, cancellationToken: TestContext.Current.CancellationToken);

        provisioned.Path.Should().StartWith(folder.Path);
    }

    [Fact]
    public async Task Dispose_returns_when_the_model_is_unloaded()
    {
        using var folder = new TemporaryFolder();
        using var log = new LogLines();
        var client = EdgeChatClient.Create(EdgeModels.EdgeTiny, new() { Threads = 1, MaxConcurrency = 1 }, new() { ModelDirectory = folder.Path }, log);
        await client.LoadAsync(TestContext.Current.CancellationToken);

        client.Dispose();

        log.Lines.Should().Contain(line => line.Text.StartsWith("Model 'edge-tiny' unloaded", StringComparison.Ordinal));
    }

    [Fact]
    public void A_provisioning_option_out_of_range_is_refused_at_once()
    {
        var creating = () => EdgeChatClient.Create(EdgeModels.EdgeTiny, provisioning: new() { ConnectionsPerFile = 100 });

        creating.Should().Throw<EdgeOptionException>().Which.Message.Should().Contain("ConnectionsPerFile");
    }
}
