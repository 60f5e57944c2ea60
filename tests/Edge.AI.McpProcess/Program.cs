using ModelContextProtocol.Server;

// An MCP server over standard input and output, with one tool. The first argument is a file that gets its process id and its calls; with "hang" as the second, calls wait until they are cancelled.
var (log, hangs) = (args.ElementAtOrDefault(0), args.ElementAtOrDefault(1) == "hang");
Log($"started {Environment.ProcessId}");
var options = new McpServerOptions
{
    ServerInfo = new() { Name = "weather", Version = "1" },
    ToolCollection = [McpServerTool.Create(GetAsync, new() { Name = "get_weather", Description = "Gets the weather of a city" })],
};

await using var transport = new StdioServerTransport(options);
await using var server = McpServer.Create(transport, options);
await server.RunAsync();

async Task<string> GetAsync(string city, CancellationToken cancellationToken)
{
    Log($"called {city}");
    await Task.Delay(hangs ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken);
    return city == "Oslo" ? "7 degrees and rainy" : "unknown";
}

void Log(string line)
{
    if (log is not null)
        File.AppendAllText(log, line + "\n");
}
