using System.Text.Json.Nodes;
using Edge.AI.Cli.Output;
using Edge.AI.Common;

namespace Edge.AI.Cli.Diagnosis;

/// <summary>Describes the model folder and its volume.</summary>
internal static class FolderChecks
{
    private const long Little = 1_000_000_000;

    public static CheckLine Models(Session session)
    {
        var folder = session.Store.Folder;
        var facts = new JsonObject { ["folder"] = folder, ["setBy"] = SetBy(folder) };
        var exists = Directory.Exists(folder);
        if (exists && !OperatingSystem.IsWindows())
            facts["mode"] = Convert.ToString((int)File.GetUnixFileMode(folder), 8);

        var problem = WriteProblem(Nearest(folder));
        var stored = exists ? session.Store.List() : [];
        var text = (exists, problem) switch
        {
            (false, null) => "the folder does not exist yet; the first pull creates it",
            (false, _) => $"the folder does not exist and cannot be created: {problem}",
            (_, null) => Listed(stored),
            _ => $"{Listed(stored)}; the folder cannot be written: {problem}",
        };
        if (stored.Count > 0)
            facts["onDisk"] = new JsonArray([.. stored.Select(model => (JsonNode)$"{model.Id} ({ByteSizeText.Of(model.Size)})")]);
        return new("models", problem is null ? CheckStatus.Ok : CheckStatus.Warning, text)
        {
            Facts = facts,
            Hint = problem is null ? null : "Models that are there can be used. To pull others, give this user the right to write, or set EDGE_AI_HOME or --models-dir to another folder.",
        };
    }

    public static CheckLine Disk(Session session)
    {
        var drive = new DriveInfo(Nearest(session.Store.Folder));
        var free = drive.AvailableFreeSpace;
        return new("disk", free < Little ? CheckStatus.Warning : CheckStatus.Ok, $"{ByteSizeText.Of(free)} of {ByteSizeText.Of(drive.TotalSize)} free")
        {
            Facts = new() { ["fileSystem"] = drive.DriveFormat },
            Hint = free < Little ? "Free some space, or set EDGE_AI_HOME or --models-dir to a folder on another volume. 'edge-ai models prune --dry-run' shows what could be deleted." : null,
        };
    }

    private static string Listed(IReadOnlyList<StoredModel> models) =>
        $"{models.Count} {(models.Count == 1 ? "model" : "models")} on disk{(models.Count == 0 ? "" : $", {ByteSizeText.Of(models.Sum(model => model.Size))}")}";

    /// <summary>Which setting has the path. The command line comes first, then the variables.</summary>
    private static string SetBy(string folder) =>
        Environment.GetEnvironmentVariable("EdgeAI__ModelDirectory") is { Length: > 0 } configured && Path.GetFullPath(configured) == folder ? "EdgeAI__ModelDirectory"
        : Environment.GetEnvironmentVariable("EDGE_AI_HOME") is { Length: > 0 } home && Path.GetFullPath(home) == folder ? "EDGE_AI_HOME"
        : folder == Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "Edge.AI", "models") ? "default"
        : "--models-dir";

    /// <summary>The folder, or the nearest one around it that exists.</summary>
    private static string Nearest(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
            folder = parent;
        return folder;
    }

    /// <summary>Tries to write, because modes, lists of rights and read-only mounts together decide.</summary>
    private static string? WriteProblem(string folder)
    {
        try
        {
            using var probe = File.Create(Path.Combine(folder, $".edge-ai-doctor-{Guid.NewGuid():N}"), bufferSize: 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error is UnauthorizedAccessException ? "this user has no right to write" : error.Message;
        }
    }
}
