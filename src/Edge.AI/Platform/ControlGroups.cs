using System.Globalization;

namespace Edge.AI.Platform;

/// <summary>
/// The control groups that this process is in, of version 1 and 2 (https://docs.kernel.org/admin-guide/cgroup-v2.html): where Linux keeps
/// the limits of a container. Other systems have none.
/// </summary>
/// <param name="root">The root of the file system. Tests use another one.</param>
internal sealed class ControlGroups(string root)
{
    /// <summary>The version of the groups with limits, 1 or 2; null if the process is in no group. A system may have both: then version 1 has the limits.</summary>
    public int? Version => ReadLines(Path.Combine(root, "proc", "self", "cgroup")) switch
    {
        [] => null,
        var lines => lines.Any(line => line.Split(':', 3) is [_, var controllers, _] && controllers.Split(',').Contains("memory")) ? 1 : 2,
    };

    /// <summary>Returns the folders with the limits of a controller: the group of the process first, then the groups around it, whose limits also apply.</summary>
    public IEnumerable<string> FoldersOf(string controller)
    {
        var mount = Path.Combine(root, "sys", "fs", "cgroup");
        foreach (var line in ReadLines(Path.Combine(root, "proc", "self", "cgroup")))
        {
            var folders = line.Split(':', 3) switch
            {
                ["0", "", var path] => Upwards(mount, path),
                [_, var controllers, var path] when controllers.Split(',').Contains(controller) => Upwards(Path.Combine(mount, controller), path),
                _ => [],
            };
            foreach (var folder in folders)
                yield return folder;
        }
    }

    /// <summary>Reads a file with one number; null if it is missing or contains something else, such as "max".</summary>
    public static long? ReadNumber(string folder, string file) =>
        ToNumber(ReadLines(Path.Combine(folder, file)).FirstOrDefault());

    public static long? ToNumber(string? text) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads the lines of a file; empty if it is missing or not readable, as in containers that hide parts of /proc and /sys.</summary>
    public static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A container may see the host's path, but only its own part of the tree. Folders that do not exist are skipped.</summary>
    private static IEnumerable<string> Upwards(string mount, string path)
    {
        for (var folder = Path.Join(mount, path).TrimEnd('/'); folder.Length >= mount.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (Directory.Exists(folder))
                yield return folder;
        }
    }
}
