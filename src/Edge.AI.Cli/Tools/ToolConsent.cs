using System.Text.Json;
using Edge.AI.Cli.Input;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Tools;

/// <summary>Asks the user before a tool is called.</summary>
/// <param name="editor">Reads the answer; null if nobody can answer.</param>
/// <param name="allowsAll">Whether every call is allowed.</param>
/// <param name="terminal">Where calls are shown.</param>
internal sealed class ToolConsent(LineEditor? editor, bool allowsAll, Terminal terminal)
{
    private readonly HashSet<string> _allowed = new(StringComparer.Ordinal);

    /// <param name="server">The name of the server.</param>
    /// <param name="tool">The name of the tool.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellationToken">Ends the wait for the user.</param>
    public async Task<bool> IsAllowedAsync(string server, string tool, JsonElement arguments, CancellationToken cancellationToken)
    {
        var call = new ToolCallLine(server, tool, arguments, Allowed: true);
        var isKnown = allowsAll || _allowed.Contains(tool);
        if (!isKnown && editor is null)
            terminal.Note("A tool is not called, because nobody can be asked. --yes allows all calls.");

        var allowed = isKnown || (editor is not null && await AskAsync(editor, call, cancellationToken));
        if (isKnown || editor is null || terminal.IsJson)
            terminal.Note(call with { Allowed = allowed }); // The question has already shown it.
        return allowed;
    }

    private async Task<bool> AskAsync(LineEditor editor, ToolCallLine call, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync(call.Call.AsMemory(), cancellationToken);
        while (true)
        {
            switch ((await editor.AskAsync("Call it? (y)es, (n)o, (a)lways this tool: ", cancellationToken))?.Trim().ToLowerInvariant())
            {
                case "y" or "yes":
                    return true;
                case "a" or "always":
                    return _allowed.Add(call.Tool);
                case "n" or "no" or null:
                    return false;
            }
        }
    }
}
