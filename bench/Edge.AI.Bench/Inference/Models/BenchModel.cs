namespace Edge.AI.Bench.Inference.Models;

/// <summary>The model of a benchmark: a file of the user, or the random model.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Path">The file that contestants open. Its answers never end by themselves.</param>
internal sealed record BenchModel(string Name, string Path)
{
    /// <param name="file">A GGUF file; null for the random model.</param>
    /// <param name="folder">The folder that keeps models between runs.</param>
    /// <param name="plan">The shape of the random model.</param>
    public static BenchModel Prepare(string? file, string folder, InferencePlan plan) => file is null
        ? new(plan.Shape.Name, RandomModel.InFolder(folder, plan.Shape))
        : new(System.IO.Path.GetFileNameWithoutExtension(file), EndlessModel.InFolder(folder, file));
}
