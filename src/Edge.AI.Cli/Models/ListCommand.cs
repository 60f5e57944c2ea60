using System.CommandLine;
using Edge.AI.Cli.Output;
using Edge.AI.Common;

namespace Edge.AI.Cli.Models;

internal sealed class ListCommand : SessionCommand
{
    private readonly Option<bool> _downloaded = new("--downloaded") { Description = "Only models that are complete on disk." };

    public ListCommand(SharedOptions shared)
        : base(shared, "list", "Lists the models of the catalogue, and how much of each is on disk.") => Add(_downloaded);

    protected override Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        var models = session.Catalog.Select(model => ModelLine.Of(model, session.Provisioner.GetStatus(model)));
        if (arguments.GetValue(_downloaded))
            models = models.Where(model => model.OnDisk);

        if (session.Terminal.IsJson)
            foreach (var model in models)
                session.Terminal.Result(model);
        else
            TableOf(models).Write(Console.Out);

        return Task.FromResult(ExitCode.Done);
    }

    private static TextTable TableOf(IEnumerable<ModelLine> models)
    {
        var table = new TextTable("ID", "SIZE", "ON DISK", "CONTEXT", "CAPABILITIES", "LICENSE");
        foreach (var model in models)
            table.Add(model.Id, ByteSizeText.Of(model.Size), model.OnDiskText, $"{model.ContextLength}", string.Join(", ", model.Capabilities), model.License ?? "");
        return table;
    }
}
