using System.Runtime.InteropServices;

namespace Edge.AI.Platform;

/// <summary>Returns freed memory to the system. glibc would keep it for later; other C libraries return it by themselves.</summary>
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
            // musl does not have this function, and does not need it.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint padding);
}
