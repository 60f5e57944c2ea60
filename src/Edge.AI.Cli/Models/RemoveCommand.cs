using System.CommandLine;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Models;

internal sealed class RemoveCommand : SessionCommand
{
    private readonly Argument<string> _name = ModelNames.Argument();

    public RemoveCommand(SharedOptions shared)
        : base(shared, "remove", "Deletes a model from disk, including an interrupted download of it.") => Add(_name.CompletingIds(shared));

    protected override async Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        var id = session.IdOf(arguments.GetRequiredValue(_name));
        session.Terminal.Result(new RemovedLine(id, await session.Store.RemoveAsync(id, cancellationToken)));
        return ExitCode.Done;
    }
}
