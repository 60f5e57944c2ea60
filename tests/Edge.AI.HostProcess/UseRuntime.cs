using Edge.AI.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Loads a llama.cpp runtime and says which, or why not.</summary>
internal static class UseRuntime
{
    public static int Try(string? folder)
    {
        try
        {
            Console.WriteLine($"{NativeRuntime.Use(folder, NullLogger.Instance).Version.Name}: {NativeRuntime.Current.Files.Directory}");
            return 0;
        }
        catch (NativeRuntimeException e)
        {
            Console.WriteLine($"{e.Code}: {e.Message} {e.Hint}");
            return 1;
        }
    }
}
