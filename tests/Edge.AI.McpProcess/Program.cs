using ModelContextProtocol.Server;

// An MCP server over standard input and output, with one tool.
var options = new McpServerOptions
{
    ServerInfo = new() { Name = "weather", Version = "1" },
    ToolCollection = [McpServerTool.Create((string city) => city == "Oslo" ? "7 degrees and rainy" : "unknown", new() { Name = "get_weather", Description = "Gets the weather of a city" })],
};

await using var transport = new StdioServerTransport(options);
await using var server = McpServer.Create(transport, options);
await server.RunAsync();
