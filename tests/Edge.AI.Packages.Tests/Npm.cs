using System.ComponentModel;
using System.Diagnostics;

namespace Edge.AI.Packages.Tests;

/// <summary>npm, from which packing takes the natives of Edge.AI.Runtime. Building the repository does not need it.</summary>
internal static class Npm
{
    /// <summary>Whether this machine has npm and Node.js.</summary>
    public static bool IsFound { get; } = Runs("npm") && Runs("node");

    /// <summary>Skips the running test on a machine without npm.</summary>
    public static void SkipIfMissing() => Assert.SkipUnless(IsFound, "npm was not found. It brings the natives that Edge.AI.Runtime packs.");

    private static bool Runs(string program)
    {
        try
        {
            // npm is a .cmd file on Windows, which only a shell finds.
            using var process = Process.Start(OperatingSystem.IsWindows()
                ? new ProcessStartInfo("cmd", ["/c", program, "--version"]) { RedirectStandardOutput = true, UseShellExecute = false }
                : new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
