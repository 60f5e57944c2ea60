namespace Edge.AI.Testing.Gguf;

/// <summary>
/// The rows of a random matrix: evenly distributed numbers that depend only on the matrix's name and the row's index,
/// not on the machine or the .NET version (SplitMix64, https://prng.di.unimi.it/splitmix64.c).
/// </summary>
public sealed class RandomWeights(string name)
{
    private readonly ulong _seed = name.Aggregate(0UL, (hash, character) => Mix(hash + character));

    /// <summary>Fills a row with numbers of the given standard deviation and mean 0.</summary>
    public void Fill(long index, Span<float> row, float deviation)
    {
        var state = Mix(_seed + (ulong)index);
        var step = deviation * MathF.Sqrt(3) / int.MaxValue;
        for (var column = 0; column < row.Length; column++)
        {
            state += 0x9E3779B97F4A7C15;
            row[column] = (int)Mix(state) * step;
        }
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
