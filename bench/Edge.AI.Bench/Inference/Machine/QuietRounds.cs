using System.Globalization;

namespace Edge.AI.Bench.Inference.Machine;

/// <summary>Repeats a measurement until there are enough rounds in which others left the machine alone. It gives up after three times as many rounds.</summary>
/// <param name="now">The processor times of this moment; null if this system does not tell.</param>
/// <param name="cores">The number of cores of the machine.</param>
/// <param name="write">Writes one line for people.</param>
internal sealed class QuietRounds(Func<CpuSample?> now, int cores, Action<string> write)
{
    private const int Patience = 3;

    /// <summary>Of this machine, with lines on the console.</summary>
    public static QuietRounds OnThisMachine { get; } = new(ProcFiles.Now, Environment.ProcessorCount, Console.WriteLine);

    /// <param name="wanted">The number of rounds that count.</param>
    /// <param name="measureAsync">Measures a round. It gets the number of the attempt, from 0.</param>
    public async Task<Rounds<T>> RunAsync<T>(int wanted, Func<int, Task<T>> measureAsync)
    {
        List<(T Value, Noise? Noise)> all = [];
        while (all.Count(round => IsQuiet(round.Noise)) < wanted && all.Count < wanted * Patience)
        {
            var before = now();
            var value = await measureAsync(all.Count);
            var noise = before is not null && now() is { } after ? Noise.Between(before, after, cores) : null;
            all.Add((value, noise));
            if (!IsQuiet(noise))
                write($"  round {all.Count} is noisy: {noise}");
        }

        // OrderBy is stable: quiet rounds keep their order, and the least noisy ones fill the places that are left.
        var counted = all.OrderBy(round => IsQuiet(round.Noise) ? 0 : round.Noise!.Share).Take(wanted).ToList();
        var rounds = new Rounds<T>(counted.ConvertAll(round => round.Value), all.Count, Remark(wanted, all.ConvertAll(round => round.Noise)));
        if (rounds.Remark is { } remark)
            write($"  {remark}");
        return rounds;
    }

    private static bool IsQuiet(Noise? noise) => noise?.IsQuiet ?? true;

    /// <summary>What a reader of the figures must know; null if all is well.</summary>
    private static string? Remark(int wanted, List<Noise?> noises)
    {
        if (noises.Contains(null))
            return "The load by others was not measured: this system has no /proc/stat.";

        var quiet = noises.Count(IsQuiet);
        return quiet >= wanted
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Only {quiet} of {noises.Count} rounds were quiet; others took {noises.Min(noise => noise!.Share) * 100:0} to {noises.Max(noise => noise!.Share) * 100:0} % of the machine. The figures of {wanted - quiet} noisy rounds are included.");
    }
}

/// <summary>The rounds that count.</summary>
/// <param name="Values">One value for each round.</param>
/// <param name="Attempts">The number of rounds that were measured.</param>
/// <param name="Remark">A sentence about noise that could not be avoided; null if there was none.</param>
internal sealed record Rounds<T>(IReadOnlyList<T> Values, int Attempts, string? Remark);
