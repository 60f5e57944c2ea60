using System.Diagnostics;

namespace Edge.AI.Testing;

/// <summary>A volume of a few megabytes in memory. Only root on Linux can mount one.</summary>
public sealed class SmallVolume : IDisposable
{
    private SmallVolume(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts a volume, or returns null if that is not allowed.</summary>
    public static SmallVolume? TryMount(long bytes) => TryMount("tmpfs", $"size={bytes}");

    /// <summary>Mounts a volume of that kind, or returns null if that is not allowed.</summary>
    /// <param name="kind">For example <c>tmpfs</c>, or <c>ramfs</c>, which reports 0 of 0 bytes.</param>
    /// <param name="options">The options after <c>mount -o</c>.</param>
    public static SmallVolume? TryMount(string kind, string options)
    {
        if (!OperatingSystem.IsLinux())
            return null;

        var path = Directory.CreateTempSubdirectory("edge-ai-volume-").FullName;
        if (Run("mount", "-t", kind, "-o", options, "edge-ai-tests", path))
            return new(path);

        Directory.Delete(path);
        return null;
    }

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path);

    public void MakeWritable() => Run("mount", "-o", "remount,rw", Path);

    public void Dispose()
    {
        if (Run("umount", Path))
            Directory.Delete(Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
