using System.Runtime.InteropServices;

namespace Edge.AI.Platform;

/// <summary>Returns freed memory to the system, which glibc keeps for later otherwise; other C libraries return it by themselves.</summary>
internal static partial class HeapTrim
{
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux())
            return;

        try
        {
            _ = MallocTrim(padding: 0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such function, and needs none.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint padding);
}
