namespace Edge.AI.Tests.Support;

/// <summary>Real weights, which are test data beside the repository. A test that needs them is skipped if they are missing.</summary>
internal static class SharedModels
{
    private static readonly string? s_folder = Find();

    /// <summary>The path of a file; null if it is missing.</summary>
    public static string? TryPath(string name) => s_folder is not null && Path.Combine(s_folder, name) is var path && File.Exists(path) ? path : null;

    /// <summary>The path of a file. The test is skipped if it is missing.</summary>
    public static string PathOf(string name)
    {
        if (TryPath(name) is null)
            Assert.Skip($"There is no shared/models/{name} beside the repository, and EDGE_AI_TEST_MODELS names no folder with it.");

        return TryPath(name)!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("EDGE_AI_TEST_MODELS") is { Length: > 0 } given)
            return given;

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "models");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
