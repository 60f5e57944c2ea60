using System.CommandLine;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Models;

internal sealed class ShowCommand : SessionCommand
{
    private readonly Argument<string> _name = ModelNames.Argument();

    public ShowCommand(SharedOptions shared)
        : base(shared, "show", "Shows the details of a model of the catalogue.") => Add(_name.CompletingIds(shared));

    protected override Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        var model = session.Catalog.Get(arguments.GetRequiredValue(_name));
        session.Terminal.Result(ModelLine.Of(model, session.Provisioner.GetStatus(model)));
        return Task.FromResult(ExitCode.Done);
    }
}
