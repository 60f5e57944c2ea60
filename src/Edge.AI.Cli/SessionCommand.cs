using System.CommandLine;
using Edge.AI.Cli.Output;

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

    private async Task<int> GuardAsync(ParseResult arguments, CancellationToken _)
    {
        var terminal = _shared.TerminalFor(arguments);
        using var interrupts = new Interrupts();
        try
        {
            await using var session = _shared.Open(arguments, interrupts, Settings(arguments));
            return await RunAsync(session, arguments, interrupts.Ended);
        }
        catch (OperationCanceledException) when (interrupts.Ended.IsCancellationRequested)
        {
            terminal.Cancelled();
            return ExitCode.Cancelled;
        }
        catch (Exception error)
        {
            terminal.Error(error);
            return error is EdgeAIException { Code: ToolErrors.Usage } ? ExitCode.Usage : ExitCode.Error;
        }
    }
}
