namespace Edge.AI.Grammars;

/// <summary>
/// Follows a grammar from some positions to all positions that match the next character. A rule with several callers is followed once, so the work grows with the number of
/// positions, not with the number of paths to them.
/// </summary>
internal sealed class GrammarClosure(GrammarProgram program, ReturnSets sets, WorkBudget work)
{
    private const int Pop = -1;

    private readonly Stack<(int Position, object Returns)> _open = [];
    private readonly HashSet<(int Position, object Returns)> _seen = new(SameObject.Instance);
    private readonly Dictionary<int, Entry> _entries = [];
    private readonly List<(int Position, object Returns)> _characters = [];
    private bool _mayEnd;

    /// <summary>Adds a position to continue from.</summary>
    public void Add(int position, ReturnSet returns) => _open.Push((position, returns));

    /// <summary>Enters the rule of the whole text.</summary>
    public void AddRoot() => Call(rule: 0, next: 0, sets.Root);

    /// <summary>Returns everything that may come next.</summary>
    public GrammarState ToState()
    {
        while (_open.TryPop(out var item))
        {
            work.Spend(1);
            if (!_seen.Add(item))
                continue;

            if (item.Position == Pop)
                EndRule(item.Returns);
            else
                Visit(item.Position, item.Returns);
        }

        return new(Items(), _mayEnd);
    }

    private void Visit(int at, object returns)
    {
        var position = program.Positions[at];
        switch (position.Step)
        {
            case GrammarStep.Character:
                _characters.Add((at, returns));
                break;
            case GrammarStep.Rule:
                Call(position.First, position.Second, returns);
                break;
            case GrammarStep.Fork:
                _open.Push((position.Second, returns));
                _open.Push((position.First, returns));
                break;
            default:
                _open.Push((Pop, returns));
                break;
        }
    }

    /// <summary>A rule at the end of another rule returns to the caller of that rule, so that the stack does not grow with the length of a list.</summary>
    private void Call(int rule, int next, object returns)
    {
        if (!_entries.TryGetValue(rule, out var entry))
        {
            _entries[rule] = entry = new();
            _open.Push((program.Starts[rule], entry));
        }

        if (program.Positions[next].Step == GrammarStep.End)
        {
            entry.Same.Add(returns);
            next = Pop;
        }
        else
        {
            entry.Returns.Add((next, returns));
        }

        if (entry.MayBeEmpty && entry != returns)
            _open.Push((next, returns));
    }

    private void EndRule(object returns)
    {
        if (returns is ReturnSet set)
        {
            _mayEnd |= set.IsRoot;
            foreach (var one in set.Returns)
                _open.Push((one.Position, one.Below));
            return;
        }

        var entry = (Entry)returns;
        entry.MayBeEmpty = true;
        foreach (var (next, below) in entry.Returns)
            _open.Push((next, below));
        foreach (var same in entry.Same)
            _open.Push((Pop, same));
    }

    /// <summary>The positions in the order of their sets, each once with all of its returns.</summary>
    private GrammarItem[] Items()
    {
        work.Spend(2 * _characters.Count); // sorting and hashing
        var keys = new long[_characters.Count];
        var returns = new object[_characters.Count];
        for (var at = 0; at < keys.Length; at++)
        {
            var (position, one) = _characters[at];
            (keys[at], returns[at]) = (((long)program.Positions[position].First << 32) | (uint)position, one);
        }

        Array.Sort(keys, returns);
        var items = new List<GrammarItem>(keys.Length);
        for (var from = 0; from < keys.Length;)
        {
            var to = from + 1;
            while (to < keys.Length && keys[to] == keys[from])
                to++;
            items.Add(new((int)(keys[from] >> 32), (int)keys[from], to - from == 1 ? Resolve(returns[from]) : ResolveAll(returns.AsSpan(from..to))));
            from = to;
        }

        return [.. items];
    }

    private ReturnSet ResolveAll(ReadOnlySpan<object> several)
    {
        List<GrammarReturn> returns = [];
        var isRoot = false;
        foreach (var one in several)
        {
            var set = Resolve(one);
            work.Spend(set.Returns.Length);
            returns.AddRange(set.Returns);
            isRoot |= set.IsRoot;
        }

        return sets.Of(returns, isRoot);
    }

    /// <summary>Resolves the callers of an entry, from the outermost inwards. It does not use recursion, because chains of rules may be long.</summary>
    private ReturnSet Resolve(object returns)
    {
        if (returns is ReturnSet set)
            return set;

        var path = new Stack<Entry>([(Entry)returns]);
        while (path.TryPeek(out var entry))
        {
            if (entry.Resolved is null && !entry.IsOpen)
            {
                entry.IsOpen = true;
                foreach (var caller in entry.Callers)
                {
                    if (caller is Entry { Resolved: null } outer)
                        path.Push(outer.IsOpen ? throw WorkBudget.Exceeded() : outer);
                }

                continue;
            }

            path.Pop();
            entry.Resolved ??= Join(entry);
        }

        return ((Entry)returns).Resolved!;
    }

    private ReturnSet Join(Entry entry)
    {
        List<GrammarReturn> returns = [.. entry.Returns.Select(one => new GrammarReturn(one.Next, Known(one.Below)))];
        var isRoot = false;
        foreach (var same in entry.Same.Where(same => same != entry).Select(Known))
        {
            work.Spend(same.Returns.Length);
            returns.AddRange(same.Returns);
            isRoot |= same.IsRoot;
        }

        return sets.Of(returns, isRoot);
    }

    private static ReturnSet Known(object returns) => returns as ReturnSet ?? ((Entry)returns).Resolved!;

    /// <summary>A rule that was entered, with its callers.</summary>
    private sealed class Entry
    {
        public List<(int Next, object Below)> Returns { get; } = [];

        /// <summary>Entries whose callers are also callers of this entry.</summary>
        public HashSet<object> Same { get; } = new(ReferenceEqualityComparer.Instance);

        public bool MayBeEmpty { get; set; }

        public bool IsOpen { get; set; }

        public ReturnSet? Resolved { get; set; }

        public IEnumerable<object> Callers => Returns.Select(one => one.Below).Concat(Same).Where(caller => caller != this);
    }

    private sealed class SameObject : IEqualityComparer<(int Position, object Returns)>
    {
        public static SameObject Instance { get; } = new();

        public bool Equals((int Position, object Returns) x, (int Position, object Returns) y) => x.Position == y.Position && ReferenceEquals(x.Returns, y.Returns);

        public int GetHashCode((int Position, object Returns) obj) => HashCode.Combine(obj.Position, System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Returns));
    }
}
