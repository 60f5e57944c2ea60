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
}
