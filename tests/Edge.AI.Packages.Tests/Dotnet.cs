using System.Diagnostics;

namespace Edge.AI.Packages.Tests;

/// <summary>Runs programs that a developer starts in a shell.</summary>
internal static class Dotnet
{
    /// <summary>Runs <c>dotnet</c> and returns its output.</summary>
    /// <exception cref="InvalidOperationException">The program failed; the message contains its output.</exception>
    public static Task<string> RunAsync(string folder, params string[] arguments) => RunAsync("dotnet", folder, [], arguments);

    public static async Task<string> RunAsync(string program, string folder, Dictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name); // set by the build that runs this test
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // otherwise a build process keeps running and locks the folder
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}:\n{output}\n{await errors}");
    }
}
