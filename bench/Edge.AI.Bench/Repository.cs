namespace Edge.AI.Bench;

/// <summary>The checkout from which this program was built.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory)
        ?? throw new InvalidOperationException("The benchmark must run from the repository. Use: dotnet run -c Release --project bench/Edge.AI.Bench");

    /// <summary>The folder of the llama.cpp packages that the build installed. Folders of older builds may lie beside it.</summary>
    public static string NativePackages => Directory.EnumerateDirectories(Path.Combine(Root, "native", "installed")).MaxBy(Directory.GetLastWriteTimeUtc)!;

    private static string? Above(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "Edge.AI.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder;
    }
}
