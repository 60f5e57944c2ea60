using System.Diagnostics;
using System.Reflection;

namespace Edge.AI.Bench.Cold;

/// <summary>A build of samples/Chat.</summary>
/// <param name="Name">What it is called in the results.</param>
/// <param name="Path">The assembly, which needs the command dotnet, or an executable.</param>
internal sealed record ChatApp(string Name, string Path)
{
    /// <summary>The build with the configuration of this program.</summary>
    public static string Built => System.IO.Path.Combine(
        Repository.Root, "samples", "Chat", "bin", typeof(ChatApp).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, "net10.0", "Chat.dll");

    /// <summary>Parses NAME=PATH. Without a name it is called like its file.</summary>
    public static ChatApp Parse(string text) =>
        text.Split('=', 2) is [var name, var path] ? new(name, path) : new(System.IO.Path.GetFileName(text), text);

    public ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var isAssembly = string.Equals(System.IO.Path.GetExtension(Path), ".dll", StringComparison.OrdinalIgnoreCase);
        return new(isAssembly ? "dotnet" : Path, isAssembly ? arguments.Prepend(Path) : arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
    }
}
