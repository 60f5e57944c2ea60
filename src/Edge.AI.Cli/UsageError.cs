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
        shared.TerminalFor(arguments).Error(new ErrorLine(ToolErrors.Usage, Message(arguments), hint, Transient: false));
        return ExitCode.Usage;
    }

    /// <summary>The parser also says that a command is missing if there is one that it does not know; that sentence would mislead.</summary>
    private static string Message(ParseResult arguments)
    {
        var command = arguments.CommandResult;
        return arguments.UnmatchedTokens is [var word, ..] && !word.StartsWith('-') && command.Command.Subcommands.Count > 0
            ? $"'{Path(command)}' has no command '{word}'."
            : string.Join(" ", arguments.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal));
    }

    private static string Path(SymbolResult command) =>
        command is not CommandResult { Parent: { } parent } result ? "edge-ai" : $"{Path(parent)} {result.Command.Name}";
}
