using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Edge.AI.Testing;

/// <summary>
/// One reader who follows a page: a shell runs its marked blocks from top to bottom, in one folder. Files that the page shows are saved there.
/// The folder, the home and the model folder are temporary.
/// </summary>
/// <param name="blocks">The blocks of the page.</param>
/// <param name="root">The root of the repository.</param>
public sealed class PageSession(IReadOnlyList<CodeBlock> blocks, string root) : IDisposable
{
    private const string Port = "5000"; // the port on the pages; a run gets a free one

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-ai-page-").FullName;
    private readonly string _divider = $"--- {Guid.NewGuid():N} ---";
    private readonly string _end = $"--- {Guid.NewGuid():N} ---";
    private readonly Stopwatch _watch = new();
    private readonly List<TimeSpan> _ends = [];

    /// <summary>Gets the folder in which the blocks run.</summary>
    public string Folder => Directory.CreateDirectory(Path.Combine(_folder, "work")).FullName;

    /// <summary>Gets or sets what the shell runs first, for example functions that stand for installed programs.</summary>
    public string Preparation { get; init; } = "";

    /// <summary>Gets or sets what the reader does when the blocks have run, while what they started in the background still runs. It gets the address that the page calls http://localhost:5000.</summary>
    public Func<Uri, Task> Visit { get; init; } = _ => Task.CompletedTask;

    /// <summary>Gets when each block had ended, since the first command of the page. Blocks in the background have no end.</summary>
    public IEnumerable<(CodeBlock Block, TimeSpan End)> Ends => Runnable().Zip(_ends);

    /// <summary>Gets the environment variables of the shell, in addition to those of the tests.</summary>
    public IDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Runs the blocks.</summary>
    /// <returns>The differences between what the page states and what was printed; empty if there are none.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var script = Path.Combine(_folder, "page.sh");
        await File.WriteAllTextAsync(script, Script(), cancellationToken);
        var (exitCode, output, errors) = await ShellAsync(script, cancellationToken);
        var parts = output.Split(_divider + "\n");
        var differences = new StringBuilder();
        if (exitCode != 0)
            differences.AppendLine(CultureInfo.InvariantCulture, $"The shell ended with {exitCode} in the block of {Runnable().ElementAtOrDefault(parts.Length - 1)}:\n{parts[^1]}\n{errors}");

        foreach (var (block, printed) in Runnable().Zip(parts))
        {
            if (StatedBy(block) is { } stated && !StatedOutput.Matches(stated, printed))
                differences.AppendLine(CultureInfo.InvariantCulture, $"{block} states\n{stated}\nbut it printed\n{printed}\n{errors}");
        }

        return differences.ToString();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The blocks that print: all that are run, without those in the background.</summary>
    private IEnumerable<CodeBlock> Runnable() => blocks.Where(block => block is { IsShell: true, IsRun: true } && !block.Has("background"));

    private string? StatedBy(CodeBlock block)
    {
        if (block.Language == "console")
            return string.Concat(block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("$ ", StringComparison.Ordinal)).Select(line => line + "\n"));

        return blocks.SkipWhile(other => other != block).Skip(1).FirstOrDefault() is { } next && next.Has("output") ? next.Text : null;
    }

    private string Script()
    {
        var script = new StringBuilder($$"""
            exec 3<&0 < /dev/null # the commands read nothing
            set -eo pipefail
            trap 'trap "" TERM; kill -TERM 0; wait' EXIT # ends what runs in the background
            curl() { command curl --silent --retry 200 --retry-connrefused --retry-delay 1 --retry-max-time 60 "${@//localhost:{{Port}}/localhost:$FREE_PORT}"; }
            {{Preparation}}

            """);
        foreach (var block in blocks)
        {
            if (block.FileName is { } file)
                script.Append(CultureInfo.InvariantCulture, $"cat > {file} <<'{_divider}'\n{block.Text}{_divider}\n");
            else if (block is { IsShell: true, IsRun: true } && block.Has("background"))
                script.Append(CultureInfo.InvariantCulture, $"{{ {Commands(block)}}} > /dev/null 2>&1 &\n");
            else if (block is { IsShell: true, IsRun: true })
                script.Append(CultureInfo.InvariantCulture, $"{Commands(block)}echo '{_divider}'\n");
        }

        script.Append(CultureInfo.InvariantCulture, $"echo '{_end}'\nread -r <&3 || true # until the visit is over\n");
        return script.ToString();
    }

    private static string Commands(CodeBlock block) => block.Language == "console"
        ? string.Concat(block.Text.Split('\n').Where(line => line.StartsWith("$ ", StringComparison.Ordinal)).Select(line => $"{{ {line[2..]}; }} 2>&1 || true\n"))
        : block.Text;

    private async Task<(int ExitCode, string Output, string Errors)> ShellAsync(string script, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("setsid", ["--wait", "bash", script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name); // set by the build that runs the tests
        start.Environment["HOME"] = Directory.CreateDirectory(Path.Combine(_folder, "home")).FullName;
        start.Environment["DOTNET_CLI_HOME"] = start.Environment["HOME"];
        start.Environment["DOTNET_NOLOGO"] = start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = start.Environment["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // otherwise a build process keeps running and locks the folder
        start.Environment["EDGE_AI_HOME"] = Path.Combine(_folder, "models");
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1"; // tests run in parallel
        start.Environment["REPOSITORY"] = root;
        start.Environment["FREE_PORT"] = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        start.Environment["ASPNETCORE_URLS"] = $"http://localhost:{start.Environment["FREE_PORT"]}";
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;

        _watch.Start();
        using var shell = Process.Start(start)!;
        using var registration = cancellationToken.Register(() => shell.Kill(entireProcessTree: true));
        var errors = shell.StandardError.ReadToEndAsync(cancellationToken);
        var output = new StringBuilder();
        var visit = Task.CompletedTask;
        while (await shell.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.EndsWith(_divider, StringComparison.Ordinal))
                _ends.Add(_watch.Elapsed);
            if (line == _end)
                visit = VisitAsync(new($"http://localhost:{start.Environment["FREE_PORT"]}"));
            else
                output.Append(line).Append('\n');
        }

        await shell.WaitForExitAsync(cancellationToken);
        await visit;
        return (shell.ExitCode, output.ToString(), await errors);

        async Task VisitAsync(Uri address)
        {
            try
            {
                await Visit(address);
            }
            finally
            {
                shell.StandardInput.Close(); // the shell goes on, and ends
            }
        }
    }
}
