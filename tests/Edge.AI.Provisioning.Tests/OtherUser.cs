namespace Edge.AI.Provisioning.Tests;

/// <summary>A user without any rights of root, for processes that root's tests start.</summary>
internal static class OtherUser
{
    private const string Program = "/usr/bin/setpriv";

    /// <summary>What a command is prefixed with to run as that user. The test is skipped where it can't be had.</summary>
    public static string[] Prefix()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists(Program), "Only root on Linux can start a process as another user.");
        return [Program, "--reuid=65534", "--regid=65534", "--clear-groups"];
    }

    /// <summary>Lets everybody look into a folder of the test and what is above it, and read what is in it.</summary>
    public static void LetIn(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;

        const UnixFileMode Look = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        for (var at = new DirectoryInfo(folder); at is { Parent.FullName: not "/" }; at = at.Parent)
            at.UnixFileMode |= Look;
    }
}
