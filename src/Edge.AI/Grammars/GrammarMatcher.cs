namespace Edge.AI.Grammars;

/// <summary>
/// Follows a grammar character by character. Each state is computed once and cached.
/// </summary>
internal sealed class GrammarMatcher
{
    /// <summary>Steps of work before the first character; those of a token are counted where tokens are matched.</summary>
    private const long BeginningWork = 4_000_000;

    /// <summary>The most cached objects, which need a few dozen megabytes. At the limit, all are dropped.</summary>
    private const int MaxRemembered = 200_000;

    private readonly ReturnSets _sets;
    private readonly HashSet<GrammarState> _states = [];
    private int _remembered;

    public GrammarMatcher(GrammarProgram program)
    {
        Program = program;
        _sets = new(Work);
    }

    /// <summary>The grammar.</summary>
    public GrammarProgram Program { get; }

    /// <summary>The budget of work.</summary>
    public WorkBudget Work { get; } = new();

    /// <summary>Returns the state at the beginning.</summary>
    public GrammarState Start()
    {
        Work.Allow(BeginningWork);
        var closure = new GrammarClosure(Program, _sets, Work);
        closure.AddRoot();
        return Remember(closure.ToState());
    }

    /// <summary>What may come behind a character; null if it can't come.</summary>
    /// <exception cref="GrammarTooDearException">The <see cref="Work"/> that is allowed does not suffice.</exception>
    public GrammarState? After(GrammarState state, int character)
    {
        var kind = Program.ClassOf(character);
        if (state.Next.TryGetValue(kind, out var known))
            return known;

        var next = Follow(state, character);
        _remembered++;
        return state.Next[kind] = next;
    }

    /// <summary>Whether any character between two can come.</summary>
    public bool MayFollow(GrammarState state, int first, int last)
    {
        for (var at = 0; at < state.Items.Length; at = state.EndOfSet(at))
        {
            Work.Spend(1);
            if (Program.Sets[state.Items[at].Set].Overlaps(first, last))
                return true;
        }

        return false;
    }

    /// <summary>What is certain about the next character.</summary>
    public Foresight Foresee(GrammarState state)
    {
        if (state.Foresight is { } known)
            return known;

        int? only = null, space = null;
        var (isOpen, mayBeSpace) = (state.MayEnd, false);
        for (var at = 0; at < state.Items.Length; at = state.EndOfSet(at))
        {
            var set = Program.Sets[state.Items[at].Set];
            if (set.IsSpace)
                (space, mayBeSpace) = (mayBeSpace && set.Single != space ? null : set.Single, true);
            else if (set.Single is { } character && character == (only ?? character))
                only = character;
            else
                isOpen = true;
        }

        if (!isOpen && only is null && space is not null)
            (only, mayBeSpace) = (space, false); // a blank that must come, as in a literal

        var foresight = new Foresight(isOpen ? null : only, mayBeSpace);
        state.Foresight = foresight;
        return foresight;
    }

    /// <summary>Forgets what was worked out when it has become too much. A state that is still needed stays usable.</summary>
    public GrammarState Trim(GrammarState current)
    {
        if (_remembered + _sets.Count < MaxRemembered)
            return current;

        _states.Clear();
        _sets.Clear();
        _remembered = 0;
        return Remember(new(current.Items, current.MayEnd)); // without what it led to
    }

    private GrammarState? Follow(GrammarState state, int character)
    {
        GrammarClosure? closure = null;
        for (var at = 0; at < state.Items.Length;)
        {
            var end = state.EndOfSet(at);
            Work.Spend(1);
            if (Program.Sets[state.Items[at].Set].Contains(character))
            {
                Work.Spend(end - at);
                closure ??= new(Program, _sets, Work);
                foreach (var item in state.Items.AsSpan(at, end - at))
                    closure.Add(Program.Positions[item.Position].Second, item.Returns);
            }

            at = end;
        }

        return closure?.ToState() is { } next && (next.MayEnd || next.Items.Length > 0) ? Remember(next) : null;
    }

    private GrammarState Remember(GrammarState state)
    {
        if (_states.TryGetValue(state, out var known))
            return known;

        _states.Add(state);
        _remembered += state.Items.Length + 1;
        return state;
    }
}
