namespace Edge.AI.Grammars;

/// <summary>
/// Measures what a grammar costs per character, by following it where the most characters are possible. A grammar with adjacent repetitions of the same characters, or with many
/// alternatives that begin alike, is in very many positions at once.
/// </summary>
internal static class GrammarCost
{
    /// <summary>The most steps of work for one character, so that at least short tokens can always be tried.</summary>
    public const long MaxCharacterWork = 30_000;

    private const long TrialWork = 1_000_000;

    /// <exception cref="EdgeOptionException">No text matches the grammar, or following it costs too much.</exception>
    public static void Validate(GrammarProgram program)
    {
        try
        {
            if (new GrammarMatcher(program).Start() is { MayEnd: false, Items.Length: 0 })
                throw GbnfCheck.Refused("no text matches the grammar.", "Give each rule an alternative that does not use the rule itself.");
        }
        catch (GrammarTooDearException)
        {
            throw GbnfCheck.Refused("the grammar can begin in too many ways.", "Merge rules that begin alike.");
        }

        if (OfCharacter(program, TrialWork).Most > MaxCharacterWork)
            throw GbnfCheck.Refused("the grammar is too ambiguous: there are too many ways to match the same text.", "Use fewer alternatives that begin alike, and fewer adjacent repetitions of the same characters.");
    }

    /// <summary>Returns the most steps of a character, and whether the trial was complete.</summary>
    /// <param name="program">The grammar.</param>
    /// <param name="trialWork">The most steps of the whole trial.</param>
    public static (long Most, bool IsWhole) OfCharacter(GrammarProgram program, long trialWork)
    {
        var matcher = new GrammarMatcher(program);
        var state = matcher.Start();
        var most = 0L;
        HashSet<GrammarState> seen = [];
        matcher.Work.Allow(trialWork);
        var before = trialWork;
        try
        {
            while (seen.Add(state) && Widest(matcher, state, ref before, ref most) is { } next)
                state = next;
            return (most, true);
        }
        catch (GrammarTooDearException)
        {
            return (Math.Max(most, before), false); // the last character needed more than what was left
        }
    }

    private static GrammarState? Widest(GrammarMatcher matcher, GrammarState state, ref long before, ref long most)
    {
        GrammarState? widest = null;
        for (var at = 0; at < state.Items.Length; at = state.EndOfSet(at))
        {
            before = matcher.Work.Left;
            if (matcher.Program.Sets[state.Items[at].Set].First is not { } character)
                continue;

            var next = matcher.After(state, character);
            most = Math.Max(most, before - matcher.Work.Left);
            if (next is not null && (widest is null || next.Items.Length > widest.Items.Length))
                widest = next;
        }

        return widest;
    }
}
