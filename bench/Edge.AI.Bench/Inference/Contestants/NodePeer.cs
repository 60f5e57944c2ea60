using System.Diagnostics;
using System.Text.Json;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>node-llama-cpp, the popular binding for JavaScript, on the very same native files.</summary>
internal static class NodePeer
{
    public const string Name = "node-llama-cpp";

    private static string Folder => Path.Combine(Repository.Root, "bench", "peers");

    /// <summary>Brings it onto the machine once; says why if that can't be done.</summary>
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
            Console.Error.WriteLine("node was not found: install Node.js 20.11 or newer to compare with node-llama-cpp.");
        }

        Console.Error.WriteLine($"{Name} is left out, and so are the ratios against it.");
        return false;
    }

    public static Task<Contestant> StartAsync(Setup setup, string api) => Contestant.StartAsync(
        Name,
        new ProcessStartInfo("node", [Path.Combine(Folder, "node-llama-cpp.mjs"), JsonSerializer.Serialize(setup, JsonSerializerOptions.Web), api])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
}
