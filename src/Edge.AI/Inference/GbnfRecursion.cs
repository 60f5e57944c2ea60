namespace Edge.AI.Inference;

/// <summary>
/// Finds rules that can begin with themselves, in however many steps and behind whatever matches nothing: llama.cpp looks for some of
/// them only, and with the others it never stops. It looks by recursion, along every way, so that there must not be too many of those either.
/// </summary>
internal sealed class GbnfRecursion
{
    private const int MaxDepth = 3000;
    private const long MaxWays = 1_000_000;

    private readonly HashSet<GbnfRule> _nullable = [];
    private readonly Dictionary<GbnfRule, (int Depth, long Ways)?> _known = [];

    private GbnfRecursion(IReadOnlyList<GbnfRule> rules) => FindNullable(rules);

    /// <exception cref="EdgeOptionException">llama.cpp would not come to an end with these rules.</exception>
    public static void Demand(IReadOnlyList<GbnfRule> rules)
    {
        var recursion = new GbnfRecursion(rules);
        foreach (var rule in rules)
            recursion.Explore(rule, path: 0);
    }

    private void FindNullable(IReadOnlyList<GbnfRule> rules)
    {
        var users = rules
            .SelectMany(rule => rule.Alternatives.Where(parts => !parts.Contains(null)).Select(parts => new Alternative(rule, parts.Count)
            {
                Parts = parts,
            }))
            .ToList();
        var waiting = users.SelectMany(alternative => alternative.Parts, (alternative, part) => (alternative, part: part!)).ToLookup(use => use.part, use => use.alternative);
        var found = new Queue<GbnfRule>(users.Where(alternative => alternative.Missing == 0).Select(alternative => alternative.Rule));
        while (found.TryDequeue(out var rule))
        {
            if (!_nullable.Add(rule))
                continue;

            foreach (var alternative in waiting[rule])
            {
                if (--alternative.Missing == 0)
                    found.Enqueue(alternative.Rule);
            }
        }
    }

    private (int Depth, long Ways) Explore(GbnfRule rule, int path)
    {
        if (_known.TryGetValue(rule, out var known))
            return known ?? throw GbnfText.Wrong($"line {rule.Line}", $"the rule '{rule.Name}' can begin with itself.", "Write what it repeats first and itself last, or use '*'.");

        _known[rule] = null;
        var (depth, ways) = (0, 1L);
        foreach (var first in rule.Alternatives.SelectMany(parts => Beginnings(rule, parts)))
        {
            var further = path < MaxDepth ? Explore(first, path + 1) : throw TooDeep(rule);
            (depth, ways) = (Math.Max(depth, further.Depth), ways + further.Ways);
        }

        if (rule.Count > 1 && rule.Alternatives[0].TrueForAll(part => part is not null && _nullable.Contains(part)))
            (depth, ways) = (depth + rule.Count, ways * rule.Count);
        if (++depth > MaxDepth)
            throw TooDeep(rule);
        if (ways > MaxWays)
            throw GbnfText.Wrong($"line {rule.Line}", $"there are more than {MaxWays} ways in which the rule '{rule.Name}' can begin.", "Join rules that begin alike.");

        _known[rule] = (depth, ways);
        return (depth, ways);
    }

    /// <summary>The rules that an alternative can begin with.</summary>
    private IEnumerable<GbnfRule> Beginnings(GbnfRule rule, List<GbnfRule?> parts)
    {
        for (var i = 0; i < parts.Count && parts[i] is { } part; i++)
        {
            if (part == rule && i > 0 && i == parts.Count - 1 && !parts.Take(i).All(IsPlainlyNullable))
                yield break; // a repetition of what may match nothing: llama.cpp takes each state of it once

            yield return part;
            if (!_nullable.Contains(part))
                yield break;
        }
    }

    private static bool IsPlainlyNullable(GbnfRule? rule) => rule?.Alternatives.Exists(parts => parts.Count == 0) == true;

    private static EdgeOptionException TooDeep(GbnfRule rule) =>
        GbnfText.Wrong($"line {rule.Line}", $"the rule '{rule.Name}' begins with a rule that begins with a rule, more than {MaxDepth} deep.", "Put shorter ways into it.");

    private sealed class Alternative(GbnfRule rule, int missing)
    {
        public GbnfRule Rule => rule;

        public int Missing { get; set; } = missing;

        public required List<GbnfRule?> Parts { get; init; }
    }
}
