using System.Diagnostics;
using System.Reflection;

namespace Edge.AI.Bench.Cold;

/// <summary>A build of samples/Chat.</summary>
internal static class ChatApp
{
    /// <summary>The build with the configuration of this program.</summary>
    public static string Built => Path.Combine(
        Repository.Root, "samples", "Chat", "bin", typeof(ChatApp).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, "net10.0", "Chat.dll");

    /// <param name="app">The assembly, which needs the command dotnet, or an executable.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo Start(string app, IEnumerable<string> arguments)
    {
        var isAssembly = string.Equals(Path.GetExtension(app), ".dll", StringComparison.OrdinalIgnoreCase);
        return new(isAssembly ? "dotnet" : app, isAssembly ? arguments.Prepend(app) : arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
    }
}
