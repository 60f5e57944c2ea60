using System.CommandLine;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Models;

internal sealed class PathCommand : SessionCommand
{
    private readonly Argument<string> _name = ModelNames.Argument();

    public PathCommand(SharedOptions shared)
        : base(shared, "path", "Prints the path of a model on disk: the file to open.") => Add(_name.CompletingIds(shared));

    protected override async Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        var model = await session.LocateAsync(arguments.GetRequiredValue(_name), cancellationToken);
        session.Terminal.Result(new PathLine(model.Id, model.Path));
        return ExitCode.Done;
    }
}
