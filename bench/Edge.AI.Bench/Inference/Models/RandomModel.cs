using System.Globalization;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Bench.Inference.Models;

/// <summary>A model with random weights. Speed depends on the shape of a model, not on its knowledge.</summary>
internal static class RandomModel
{
    // Part of the file name. Change it whenever the same shape is written differently.
    private const int Format = 1;

    public static string InFolder(string folder, RandomLlama shape) => BenchFolder.Keep(
        folder,
        string.Create(CultureInfo.InvariantCulture, $"random-{shape.Layers}x{shape.Width}-{shape.VocabularySize}-{Format}.gguf"),
        shape.Write);
}
