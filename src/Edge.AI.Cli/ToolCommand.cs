using System.CommandLine;
using System.CommandLine.Help;
using Edge.AI.Cli.Chat;
using Edge.AI.Cli.Completion;
using Edge.AI.Cli.Diagnosis;
using Edge.AI.Cli.Manifests;
using Edge.AI.Cli.Models;
using Edge.AI.Cli.Serving;
using Edge.AI.Cli.Templates;

namespace Edge.AI.Cli;

/// <summary>The root command.</summary>
internal sealed class ToolCommand : RootCommand
{
    public ToolCommand(SharedOptions shared)
        : base("Chats with language models on this machine, serves them, and manages them on disk.")
    {
        foreach (var option in shared.All)
            Add(option);

        Add(new ChatCommand(shared));
        Add(new ServeCommand(shared));
        Add(new DoctorCommand(shared));
        Add(new Command("models", "Manages the models on disk.")
        {
            new ListCommand(shared),
            new ShowCommand(shared),
            new PullCommand(shared),
            new VerifyCommand(shared),
            new RemoveCommand(shared),
            new PruneCommand(shared),
            new PathCommand(shared),
        });
        Add(new Command("manifest", "Edits and checks manifests, which add models to the catalogue.") { new AddCommand(shared), new CheckCommand(shared) });
        Add(new Command("template", "Chat templates.") { new RenderCommand(shared) });
        Add(new CompletionCommand());

        var help = Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
    }
}
