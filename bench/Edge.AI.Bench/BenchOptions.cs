using System.Globalization;

namespace Edge.AI.Bench;

/// <summary>The options of the provisioning benchmark.</summary>
/// <param name="Size">The length of the file that is downloaded, in bytes.</param>
/// <param name="Rounds">How often each contestant is measured.</param>
/// <param name="MemorySizes">The lengths of the files for which the peak memory is measured; empty for none.</param>
/// <param name="Folder">The folder for the files. It must be on a disk, not in memory.</param>
internal sealed record BenchOptions(long Size, int Rounds, IReadOnlyList<long> MemorySizes, string Folder)
{
    private static readonly (string Suffix, long Factor)[] Units =
        [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000), ("", 1)];

    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var given = arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? throw new FormatException($"{pair[0]} needs a value."), StringComparer.Ordinal);
        var options = new BenchOptions(
            Bytes(given.GetValueOrDefault("--size", "1GiB")),
            int.Parse(given.GetValueOrDefault("--rounds", "5"), CultureInfo.InvariantCulture),
            [.. given.GetValueOrDefault("--memory-sizes", "100MB,4GB").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Bytes)],
            given.GetValueOrDefault("--folder", Path.GetTempPath()));
        return given.Keys.FirstOrDefault(name => name is not ("--size" or "--rounds" or "--memory-sizes" or "--folder")) is { } unknown
            ? throw new FormatException($"Unknown option '{unknown}'.")
            : options;
    }

    private static long Bytes(string text)
    {
        var (suffix, factor) = Units.First(unit => text.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        return (long)(double.Parse(text[..^suffix.Length], CultureInfo.InvariantCulture) * factor) / 32 * 32; // GGUF aligns tensors to 32 bytes
    }
}
