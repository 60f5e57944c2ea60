using System.Diagnostics;

namespace Edge.AI.Testing;

/// <summary>Starts an app of ours as a shell in the foreground does, its output being read.</summary>
public static class AppStart
{
    /// <summary>
    /// <c>dotnet ASSEMBLY ARGUMENTS</c>, with a Ctrl-C that works: a shell in whose background the tests run has them, and all that they start, ignore SIGINT.
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
