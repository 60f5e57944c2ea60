using System.Diagnostics;
using System.Runtime.InteropServices;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Serving;

/// <summary>
/// ASP.NET Core, which only the server needs. The tool starts without it, so that the other commands work where only .NET is installed. The server's command starts
/// the same program again with a runtime configuration that has both frameworks.
/// </summary>
internal static partial class AspNetCoreRuntime
{
    private const string Framework = "Microsoft.AspNetCore.App";

    /// <summary>Whether this process runs with ASP.NET Core.</summary>
    public static bool IsLoaded => (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Contains("Microsoft.AspNetCore.Hosting.dll", StringComparison.Ordinal);

    /// <summary>Runs this command line again with ASP.NET Core: in this process, except on Windows, which cannot replace the program of a process.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="EdgeAIException">ASP.NET Core is not installed.</exception>
    public static int Restart()
    {
        var dotnet = FindHost();
        var app = Path.Combine(AppContext.BaseDirectory, "edge-ai");
        string[] command = [dotnet, "exec", "--runtimeconfig", $"{app}.server.runtimeconfig.json", $"{app}.dll", .. Environment.GetCommandLineArgs()[1..]];
        if (OperatingSystem.IsWindows())
            return RunBeside(command);

        _ = Execute(dotnet, [.. command, null]); // returns only if it fails
        throw new EdgeAIException(ToolErrors.Unexpected, $"'{dotnet}' cannot be started: {Marshal.GetLastPInvokeErrorMessage()}.", "Check the installation of .NET.");
    }

    /// <summary>The program dotnet beside the shared frameworks of this process: ROOT/shared/Microsoft.NETCore.App/VERSION/System.Private.CoreLib.dll.</summary>
    private static string FindHost()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "", "..", "..", ".."));
        var dotnet = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var versions = Path.Combine(root, "shared", Framework);
        return File.Exists(dotnet) && Directory.Exists(versions) && Directory.EnumerateDirectories(versions).Any(IsNewEnough)
            ? dotnet
            : throw new EdgeAIException(
                ToolErrors.AspNetCoreMissing,
                $"'edge-ai serve' needs ASP.NET Core {Environment.Version.Major}, which is not installed in '{root}'.",
                "Install the ASP.NET Core runtime (https://aka.ms/dotnet/download). Of the container images of .NET, 'aspnet' and 'sdk' contain it. The other commands do not need it.");
    }

    private static bool IsNewEnough(string folder) => Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) && version.Major >= 10;

    /// <summary>Ctrl-C reaches both processes; this one waits for the other.</summary>
    private static int RunBeside(string[] command)
    {
        using var server = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
        server.WaitForExit();
        return server.ExitCode;
    }

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Execute(string path, string?[] arguments);
}
