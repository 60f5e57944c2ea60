using System.CommandLine;
using System.CommandLine.Parsing;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli;

/// <summary>Reports a command line that cannot be parsed.</summary>
internal static class UsageError
{
    public static int Report(ParseResult arguments, SharedOptions shared)
    {
        var hint = $"'{Path(arguments.CommandResult)} --help' shows the usage.";
        var message = string.Join(" ", arguments.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal));
        shared.TerminalFor(arguments).Error(new ErrorLine(ToolErrors.Usage, message, hint, Transient: false));
        return ExitCode.Usage;
    }

    private static string Path(SymbolResult command) =>
        command is not CommandResult { Parent: { } parent } result ? "edge-ai" : $"{Path(parent)} {result.Command.Name}";
}
