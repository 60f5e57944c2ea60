using System.Diagnostics;

namespace Edge.AI.Native.Loading;

/// <summary>
/// What LLamaSharp, or other code of this process, does with llama.cpp. The system finds a library that another one needs by its short name, so a second llama.cpp would use parts of
/// the first one: both must use the same files.
/// </summary>
internal static class LoadedByOthers
{
    private const string Assembly = "LLamaSharp";

    /// <summary>Gets whether the app contains LLamaSharp.</summary>
    public static bool AppHasLLamaSharp =>
        AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == Assembly)
        || (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator).Any(path => Path.GetFileNameWithoutExtension(path) == Assembly);

    /// <summary>Returns the folder from which this process has loaded llama.cpp; null if it has not.</summary>
    public static string? FolderOfLlama()
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .Where(module => LibraryNames.LibraryOf(module.FileName) == "llama")
            .Select(module => Path.GetDirectoryName(module.FileName))
            .FirstOrDefault(folder => !string.IsNullOrEmpty(folder));
    }
}
