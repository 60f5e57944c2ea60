using System.CommandLine;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli;

/// <summary>The options of every command.</summary>
internal sealed class SharedOptions
{
    private readonly Option<FileInfo[]> _manifests =
        new Option<FileInfo[]>("--manifest") { Description = "A manifest whose models are added to the catalogue, or replace models with the same id. Can be repeated.", Recursive = true, HelpName = "FILE" }.AcceptExistingOnly();

    private readonly Option<DirectoryInfo?> _models =
        new("--models-dir") { Description = "The model folder. Default: EDGE_AI_HOME, else Edge.AI/models in the local application data.", Recursive = true, HelpName = "DIR" };

    private readonly Option<bool> _offline = new("--offline") { Description = "Never use the network.", Recursive = true };

    private readonly Option<bool> _json = new("--json") { Description = "Write one JSON object per line: results and progress to standard output, errors to standard error.", Recursive = true };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Write results and errors only: no progress, no notes.", Recursive = true };

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Write logs and stack traces to standard error.", Recursive = true };

    public IEnumerable<Option> All => [_manifests, _models, _offline, _json, _quiet, _verbose];

    public Terminal TerminalFor(ParseResult arguments) => new(arguments.GetValue(_json), arguments.GetValue(_quiet), arguments.GetValue(_verbose));

    /// <summary>Creates the session of a command.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="interrupts">What ends the command.</param>
    /// <param name="settings">Further settings of the section EdgeAI.</param>
    public Session Open(ParseResult arguments, Interrupts interrupts, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var (json, verbose) = (arguments.GetValue(_json), arguments.GetValue(_verbose));
        var catalogs = (arguments.GetValue(_manifests) ?? []).Select(manifest => ModelCatalog.Load(manifest.FullName)).ToList();
        if (arguments.GetValue(_models) is { } folder)
            settings = settings.Append(new(nameof(ProvisioningOptions.ModelDirectory), folder.FullName));
        if (arguments.GetValue(_offline))
            settings = settings.Append(new(nameof(ProvisioningOptions.Offline), bool.TrueString));

        return new(new(settings, catalogs, verbose, json), TerminalFor(arguments), interrupts);
    }
}
