using System.CommandLine;
using System.CommandLine.Help;
using Edge.AI.Cli.Manifests;
using Edge.AI.Cli.Models;
using Edge.AI.Cli.Templates;

namespace Edge.AI.Cli;

/// <summary>The command line as a whole.</summary>
internal sealed class ToolCommand : RootCommand
{
    public ToolCommand(SharedOptions shared)
        : base("Brings language models for Edge.AI onto this machine, verifies and removes them.")
    {
        foreach (var option in shared.All)
            Add(option);

        Add(new Command("models", "The models of the catalogue, and what is on disk of them.")
        {
            new ListCommand(shared),
            new ShowCommand(shared),
            new PullCommand(shared),
            new VerifyCommand(shared),
            new RemoveCommand(shared),
            new PruneCommand(shared),
            new PathCommand(shared),
        });
        Add(new Command("manifest", "Manifests: catalogues of your own.") { new AddCommand(shared), new CheckCommand(shared) });
        Add(new Command("template", "Chat templates.") { new RenderCommand(shared) });

        var help = Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
    }
}
