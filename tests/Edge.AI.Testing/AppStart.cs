using System.Diagnostics;

namespace Edge.AI.Testing;

/// <summary>Starts one of our apps like a shell in the foreground, and reads its output.</summary>
public static class AppStart
{
    /// <summary>
    /// <c>dotnet ASSEMBLY ARGUMENTS</c>, with a working Ctrl-C: if the tests run in the background of a shell, they and their child processes ignore SIGINT.
    /// </summary>
    public static ProcessStartInfo Of(string assembly, IEnumerable<string> arguments)
    {
        string[] command = ["dotnet", assembly, .. arguments];
        var start = OperatingSystem.IsLinux() ? new ProcessStartInfo("env", ["--default-signal=INT", .. command]) : new ProcessStartInfo(command[0], command[1..]);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return start;
    }
}
