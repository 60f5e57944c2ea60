namespace Edge.AI.Bench.Inference.Models;

/// <summary>The folder that keeps models between runs. A model is written to a temporary file and renamed, so every file in the folder is complete.</summary>
internal static class BenchFolder
{
    public static string Default => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "Edge.AI", "bench");

    public static string Keep(string folder, string name, Action<string> write)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, name);
        if (File.Exists(path))
            return path;

        Console.WriteLine($"Writing {path} ...");
        var unfinished = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            write(unfinished);
            File.Move(unfinished, path, overwrite: true);
            return path;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
