using System.CommandLine.Parsing;
using Edge.AI.Cli.Output;
using Edge.AI.Common;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Client;

namespace Edge.AI.Cli.Tools;

/// <summary>The MCP servers of a chat. Their processes end with it.</summary>
internal sealed class ToolServers : IAsyncDisposable
{
    private const int KeptErrorLines = 20;

    /// <summary>
    /// Ctrl-C goes to all processes of a terminal. It stops an answer and must not end a server, so a server gets a session of its own.
    /// A server ends when its input ends. If it does not, and the tool was killed, the loop kills it.
    /// </summary>
    private const string Launcher =
        """
        trap '' INT HUP
        (while kill -0 $PPID && kill -0 $$; do sleep 1; done; kill -KILL -$$ || kill -KILL $$) </dev/null >/dev/null 2>&1 &
        command -v setsid >/dev/null && exec setsid "$@"
        exec "$@"
        """;

    private readonly List<McpClient> _clients = [];
    private readonly List<AITool> _tools = [];

    /// <summary>The tools of all servers.</summary>
    public IList<AITool> Tools => _tools;

    /// <param name="commands">The command lines of the servers.</param>
    /// <param name="consent">Asks before a call.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="EdgeAIException">A server cannot be started.</exception>
    public static async Task<ToolServers> StartAsync(IEnumerable<string> commands, ToolConsent consent, CancellationToken cancellationToken)
    {
        var servers = new ToolServers();
        try
        {
            foreach (var command in commands)
                await servers.AddAsync(command, consent, cancellationToken);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
    }

    private async Task AddAsync(string command, ToolConsent consent, CancellationToken cancellationToken)
    {
        var lastErrors = new Queue<string>();
        try
        {
            var client = await McpClient.CreateAsync(new StdioClientTransport(OptionsFor(command, lastErrors)), cancellationToken: cancellationToken);
            _clients.Add(client);
            var server = client.ServerInfo?.Name ?? command;
            foreach (var tool in await client.ListToolsAsync(cancellationToken: cancellationToken))
                _tools.Add(new ConsentedTool(Unique(tool, server), server, consent));
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            string said;
            lock (lastErrors)
                said = string.Join(' ', lastErrors);
            throw new EdgeAIException(
                ToolErrors.ToolServerFailed,
                $"The tool server '{ForeignText.Name(command)}' cannot be used: {ForeignText.Show(said.Length > 0 ? said : error.Message)}",
                "Run the command alone: it must be an MCP server that reads standard input and writes standard output.",
                innerException: error);
        }
    }

    /// <summary>Servers may have tools of the same name, and the model tells tools apart by their names.</summary>
    private McpClientTool Unique(McpClientTool tool, string server) =>
        _tools.Exists(other => other.Name == tool.Name) ? tool.WithName($"{server}_{tool.Name}") : tool;

    private static StdioClientTransportOptions OptionsFor(string command, Queue<string> lastErrors)
    {
        string[] words = [.. CommandLineParser.SplitCommandLine(command)];
        if (!OperatingSystem.IsWindows())
            words = ["/bin/sh", "-c", Launcher, "sh", .. words];

        return new()
        {
            Command = words[0],
            Arguments = words[1..],
            ShutdownTimeout = TimeSpan.FromSeconds(2),
            StandardErrorLines = line =>
            {
                lock (lastErrors)
                {
                    lastErrors.Enqueue(line);
                    if (lastErrors.Count > KeptErrorLines)
                        lastErrors.Dequeue();
                }
            },
        };
    }
}
