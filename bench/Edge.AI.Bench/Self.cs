using System.Diagnostics;

namespace Edge.AI.Bench;

internal static class Self
{
    /// <summary>This program again, as a child that is spoken to through its standard input and output.</summary>
    public static ProcessStartInfo Start(params string[] arguments)
    {
        // 'dotnet Edge.AI.Bench.dll' where no executable is made.
        var isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return new(Environment.ProcessPath!, isHosted ? arguments.Prepend(typeof(Self).Assembly.Location) : arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
    }
}
