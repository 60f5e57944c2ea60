using System.Globalization;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Bench.Inference.Models;

/// <summary>The model with random weights. Speed depends on a model's shape, not on what it knows.</summary>
internal static class RandomModel
{
    // Part of the name: another one whenever the same shape is written in another way.
    private const int Format = 1;

    public static string InFolder(string folder, RandomLlama shape) => BenchFolder.Keep(
        folder,
        string.Create(CultureInfo.InvariantCulture, $"random-{shape.Layers}x{shape.Width}-{shape.VocabularySize}-{Format}.gguf"),
        shape.Write);
}
