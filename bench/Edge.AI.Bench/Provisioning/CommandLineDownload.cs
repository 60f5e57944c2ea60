using System.Diagnostics;

namespace Edge.AI.Bench;

/// <summary>A download by hand: curl, then a program that computes the digest, then sync.</summary>
internal static class CommandLineDownload
{
    /// <summary>The required programs that are missing.</summary>
    public static IReadOnlyList<string> Missing() =>
        [.. new[] { "curl", "openssl", "sha256sum", "sync" }.Where(program => !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))))];

    /// <returns>The total time in seconds.</returns>
    public static async Task<double> RunAsync(Uri source, string target, string sha256, string? certificate, string[] digestProgram)
    {
        var clock = Stopwatch.StartNew();
        await RunAsync(["curl", "-s", "-f", .. certificate is null ? [] : new[] { "--cacert", certificate }, "-o", target, source.AbsoluteUri]);
        var digest = await RunAsync([.. digestProgram, target]);
        await RunAsync(["sync", target]);
        var seconds = clock.Elapsed.TotalSeconds;
        return digest.Contains(sha256, StringComparison.Ordinal) ? seconds : throw new InvalidOperationException("curl downloaded other bytes than expected.");
    }

    private static async Task<string> RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}.");
    }
}
