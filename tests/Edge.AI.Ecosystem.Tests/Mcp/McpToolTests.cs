using System.IO.Pipelines;
using Edge.AI.Ecosystem.Tests.Support;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Edge.AI.Ecosystem.Tests.Mcp;

/// <summary>The model calls the tools of MCP servers.</summary>
public sealed class McpToolTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_model_calls_a_tool_of_a_server_in_this_process()
    {
        var weather = new Weather();
        var (toServer, toClient) = (new Pipe(), new Pipe());
        var options = new McpServerOptions { ServerInfo = new() { Name = "weather", Version = "1" }, ToolCollection = [McpServerTool.Create(weather.Get, new() { Name = "get_weather", Description = weather.Tool.Description })] };
        await using var transport = new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream());
        await using var server = McpServer.Create(transport, options);
        var running = server.RunAsync(Cancellation);

        await using (var client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()), cancellationToken: Cancellation))
            (await AskAsync(client)).Should().Be(Weather.Answer);

        weather.Cities.Should().Equal("Oslo");
        await toServer.Writer.CompleteAsync();
        await running;
    }

    [Fact]
    public async Task The_model_calls_a_tool_of_a_server_in_another_process()
    {
        var server = Path.Combine(AppContext.BaseDirectory, "Edge.AI.McpProcess.dll");
        await using var client = await McpClient.CreateAsync(new StdioClientTransport(new() { Command = "dotnet", Arguments = [server] }), cancellationToken: Cancellation);

        (await AskAsync(client)).Should().Be(Weather.Answer);
    }

    private static async Task<string> AskAsync(McpClient client)
    {
        await using var services = TinyServices.With(chat => chat.UseFunctionInvocation());
        var tools = await client.ListToolsAsync(cancellationToken: Cancellation);
        return (await services.Chat().GetResponseAsync(Weather.Question, new() { Tools = [.. tools] }, Cancellation)).Text;
    }
}
