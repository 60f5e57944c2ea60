using System.Diagnostics;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>node-llama-cpp, the popular binding for JavaScript, with the same native files.</summary>
internal static class NodePeer
{
    public const string Name = "node-llama-cpp";

    private static string Folder => Path.Combine(Repository.Root, "bench", "peers");

    /// <summary>Installs it once; prints the reason if that fails.</summary>
    public static async Task<bool> InstallAsync()
    {
        try
        {
            using var install = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "install.mjs"), Repository.NativePackages]) { UseShellExecute = false })!;
            await install.WaitForExitAsync();
            if (install.ExitCode == 0)
                return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("Node.js was not found. Install version 20.11 or newer to compare with node-llama-cpp.");
        }

        Console.Error.WriteLine($"{Name} and the ratios against it are left out.");
        return false;
    }

    public static Task<Contestant> StartAsync(Setup setup, string api) => Contestant.StartAsync(
        Name,
        new ProcessStartInfo("node", [Path.Combine(Folder, "node-llama-cpp.mjs"), Contestant.Line(setup), api])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
}
