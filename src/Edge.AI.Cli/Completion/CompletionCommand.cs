using System.CommandLine;

namespace Edge.AI.Cli.Completion;

internal sealed class CompletionCommand : Command
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "The shell: bash, zsh, fish or powershell." };

    public CompletionCommand()
        : base("completion", "Prints a script that completes commands, options and model ids in a shell.")
    {
        Add(_shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]));
        SetAction(arguments => Console.Out.Write(CompletionScripts.For(arguments.GetRequiredValue(_shell))));
    }
}
