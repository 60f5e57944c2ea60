using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Edge.AI.Documentation.Tests.Names;

/// <summary>The commands and options of edge-ai, compared with docs/cli.md in both directions.</summary>
public sealed partial class ToolNameTests
{
    private const string AllCommands = ""; // the table before those of single commands

    private static readonly string s_page = File.ReadAllText(Path.Combine(Pages.Root, "docs", "cli.md")).ReplaceLineEndings("\n");
    private static readonly IReadOnlyDictionary<string, Command> s_commands = Below(Root(), "").ToDictionary(command => command.Path, command => command.Command, StringComparer.Ordinal);

    private static readonly HashSet<string> s_optionsOfOthers = ["--project", "--self-contained", "--read-only", "--add-source"]; // dotnet, docker

    [Fact]
    public void Every_command_is_documented() =>
        s_commands.Where(command => command.Value.Subcommands.Count == 0).Select(command => $"\n| `edge-ai {command.Key}").Where(row => !s_page.Contains(row, StringComparison.Ordinal))
            .Should().BeEmpty("the table of commands in docs/cli.md has a row for each command; add it");

    [Fact]
    public void Every_option_has_a_row_for_its_command()
    {
        var rows = OptionRows().ToHashSet();
        var options = s_commands.SelectMany(command => command.Value.Options.Where(option => !option.Hidden).Select(option => (Command: command.Key, option.Name)));

        options.Where(option => !rows.Contains(option) && !rows.Contains((AllCommands, option.Name)))
            .Should().BeEmpty("the tables of options in docs/cli.md have a row for each option of a command; add it");
    }

    [Fact]
    public void Every_documented_option_exists() =>
        DocumentedOptions().Except(Options().SelectMany(option => option.Aliases.Append(option.Name))).Except(s_optionsOfOthers).Should().BeEmpty("docs/cli.md names them, and no command has them; correct or remove them");

    public static TheoryData<string> All { get; } = [.. Pages.All];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_documented_command_exists(string page)
    {
        var commands = Invocation().Matches(File.ReadAllText(Path.Combine(Pages.Root, page))).Select(match => match.Groups["words"].Value.Trim());

        commands.Distinct().Where(words => !IsKnown(words)).Should().BeEmpty($"{page} shows them as commands of edge-ai; correct the command");
    }

    private static IEnumerable<Option> Options() => s_commands.Values.SelectMany(command => command.Options).Concat(Root().Options);

    /// <summary>The rows of the tables of options. An empty first cell stands for the command above it.</summary>
    private static IEnumerable<(string Command, string Option)> OptionRows()
    {
        var command = AllCommands;
        foreach (Match row in OptionRow().Matches(s_page))
        {
            command = row.Groups["command"].Success ? row.Groups["command"].Value : command;
            foreach (Match name in OptionName().Matches(row.Groups["options"].Value))
                yield return (command, name.Value);
        }
    }

    private static IEnumerable<string> DocumentedOptions() =>
        InlineCode().Matches(s_page).SelectMany(code => OptionName().Matches(code.Value)).Select(match => match.Value).Distinct();

    /// <summary>Whether a command has this name; arguments such as an id may follow.</summary>
    private static bool IsKnown(string words) => s_commands.ContainsKey(words) || s_commands.Any(command => command.Value.Arguments.Count > 0 && words.StartsWith(command.Key + " ", StringComparison.Ordinal));

    private static RootCommand Root()
    {
        var tool = Assembly.Load("edge-ai");
        var shared = Activator.CreateInstance(tool.GetType("Edge.AI.Cli.SharedOptions", throwOnError: true)!, nonPublic: true);
        return (RootCommand)Activator.CreateInstance(tool.GetType("Edge.AI.Cli.ToolCommand", throwOnError: true)!, shared)!;
    }

    private static IEnumerable<(string Path, Command Command)> Below(Command parent, string path)
    {
        foreach (var command in parent.Subcommands.Where(command => !command.Hidden))
        {
            yield return ($"{path}{command.Name}", command);
            foreach (var below in Below(command, $"{path}{command.Name} "))
                yield return below;
        }
    }

    [GeneratedRegex(@"(?<!`)`[^`\n]+`(?!`)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^\|( (`(?<command>[a-z ]+)` )?\|)? (?<options>`--[^|]+)\|", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionRow();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionName();

    [GeneratedRegex(@"(?<=`|\$ |\$\(|/|^ *)edge-ai(?<words>( [a-z][a-z0-9.-]*)+)", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Invocation();
}
