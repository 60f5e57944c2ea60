#pragma warning disable CA1050, MA0047 // The runtime looks for this name, without a namespace.

/// <summary>
/// Runs in the process of a sample, before its Main (DOTNET_STARTUP_HOOKS). For each line of standard input, it collects all garbage, and writes to standard error how many bytes of the
/// managed heap are in use after that.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => new Thread(Answer) { IsBackground = true }.Start();

    private static void Answer()
    {
        while (Console.In.ReadLine() is not null)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            Console.Error.WriteLine(GC.GetTotalMemory(forceFullCollection: false));
        }
    }
}
