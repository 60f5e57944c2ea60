using System.Diagnostics;

namespace Edge.AI.Bench;

internal static class Self
{
    /// <summary>Starts this program again as a child process, and communicates through standard input and output.</summary>
    public static ProcessStartInfo Start(params string[] arguments)
    {
        // 'dotnet Edge.AI.Bench.dll' if the build creates no executable.
        var isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return new(Environment.ProcessPath!, isHosted ? arguments.Prepend(typeof(Self).Assembly.Location) : arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
    }
}
