namespace Edge.AI.Grammars;

/// <summary>Creates and joins sets of returns. Sets are cached, so that equal states of a grammar are recognized.</summary>
internal sealed class ReturnSets(WorkBudget work)
{
    /// <summary>The deepest nesting that is joined. No real text needs more.</summary>
    private const int MaxDepth = 1000;

    private readonly HashSet<ReturnSet> _known = [];
    private readonly Dictionary<(ReturnSet, ReturnSet), ReturnSet> _joined = [];

    /// <summary>The set of the whole text.</summary>
    public ReturnSet Root { get; } = new([], isRoot: true);

    public int Count => _known.Count + _joined.Count;

    public void Clear()
    {
        _known.Clear();
        _joined.Clear();
    }

    /// <summary>Returns the set of these returns. The order of the list is changed.</summary>
    public ReturnSet Of(List<GrammarReturn> returns, bool isRoot, int depth = 0)
    {
        work.Spend(returns.Count + 1);
        returns.Sort(static (one, other) => one.Position.CompareTo(other.Position));
        var kept = 0;
        for (var at = 0; at < returns.Count; at++)
        {
            var one = returns[at];
            if (kept == 0 || returns[kept - 1].Position != one.Position)
                returns[kept++] = one;
            else if (!ReferenceEquals(returns[kept - 1].Below, one.Below))
                returns[kept - 1] = new(one.Position, Join(returns[kept - 1].Below, one.Below, depth + 1));
        }

        var set = kept == 0 && isRoot ? Root : new ReturnSet([.. returns[..kept]], isRoot);
        if (_known.TryGetValue(set, out var known))
            return known;

        _known.Add(set);
        return set;
    }

    public ReturnSet Join(ReturnSet one, ReturnSet other, int depth = 0)
    {
        if (ReferenceEquals(one, other))
            return one;
        if (depth > MaxDepth)
            throw WorkBudget.Exceeded();
        if (!_joined.TryGetValue((one, other), out var both))
            _joined[(one, other)] = both = Of([.. one.Returns, .. other.Returns], one.IsRoot || other.IsRoot, depth);
        return both;
    }
}
