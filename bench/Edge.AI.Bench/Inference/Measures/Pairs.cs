using Edge.AI.Bench.Inference.Contestants;

namespace Edge.AI.Bench.Inference.Measures;

/// <summary>Figures of contestants that took turns. A ratio is taken within each round, so a slow period of the machine changes both of its sides.</summary>
internal static class Pairs
{
    /// <summary>The median of the ratios of all rounds in which both contestants achieved something; null if there is none.</summary>
    public static double? Ratio(this IEnumerable<IReadOnlyDictionary<string, WorkDone>> rounds, string ours, string theirs, Func<WorkDone, double> figure)
    {
        var ratios = rounds.Where(round => round.ContainsKey(ours) && round.ContainsKey(theirs))
            .Select(round => (Ours: figure(round[ours]), Theirs: figure(round[theirs])))
            .Where(pair => pair.Theirs > 0)
            .Select(pair => pair.Ours / pair.Theirs)
            .ToList();
        return ratios.Count == 0 ? null : ratios.Median();
    }

    /// <summary>The figures of a contestant; null if it has not finished any round.</summary>
    public static Spread? Spread(this IEnumerable<IReadOnlyDictionary<string, WorkDone>> rounds, string name, Func<WorkDone, double> figure)
    {
        var figures = rounds.Where(round => round.ContainsKey(name)).Select(round => figure(round[name])).ToList();
        return figures.Count == 0 ? null : Measures.Spread.Of(figures);
    }
}
