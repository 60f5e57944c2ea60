using System.CommandLine;

namespace Edge.AI.Cli;

/// <summary>A command over a <see cref="Session"/>; every exception becomes one error line and an exit code.</summary>
internal abstract class SessionCommand : Command
{
    private readonly SharedOptions _shared;

    protected SessionCommand(SharedOptions shared, string name, string description)
        : base(name, description)
    {
        _shared = shared;
        SetAction(GuardAsync);
    }

    /// <summary>The settings of the section EdgeAI that this command's options set.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult arguments) => [];

    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken);

    private async Task<int> GuardAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var terminal = _shared.TerminalFor(arguments);
        try
        {
            await using var session = _shared.Open(arguments, Settings(arguments));
            return await RunAsync(session, arguments, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Cancelled();
            return ExitCode.Cancelled;
        }
        catch (Exception error)
        {
            terminal.Error(error);
            return ExitCode.Error;
        }
    }
}
