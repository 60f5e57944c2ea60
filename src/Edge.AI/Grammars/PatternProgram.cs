namespace Edge.AI.Grammars;

/// <summary>Compiles patterns without the quotes and escapes of JSON, to find out what a pattern costs and what it matches.</summary>
internal static class PatternProgram
{
    /// <summary>The most steps of work for one character. With more, a token would cost too much.</summary>
    private const int MaxWork = 6000;

    /// <summary>The most positions of a pattern that is matched with a name.</summary>
    private const int MaxLength = 5000;

    private const int MaxWalk = 4_000_000;
    private const string Root = "root";

    private static readonly GbnfCharacter s_any = new(CharacterRanges.Of(CharacterSet.All.Ranges));

    /// <summary>Returns a program for all texts that one of the patterns matches, and for some other texts.</summary>
    public static GrammarProgram Of(IEnumerable<PatternBranch> branches, IEnumerable<string>? texts = null)
    {
        var rule = new GbnfRule(Root, line: 1)
        {
            Body = new GbnfChoice([.. branches.Select(Part), .. (texts ?? []).Select(text => new GbnfSequence([.. text.EnumerateRunes().Select(rune => new GbnfCharacter(CharacterRanges.Of([(rune.Value, rune.Value)])))]))]),
        };
        return new GrammarCompiler(new Dictionary<string, GbnfRule>(StringComparer.Ordinal) { [Root] = rule }, CancellationToken.None).Compile(Root);
    }

    /// <summary>Returns the most steps of work for a character; null if that is too much, or is not known.</summary>
    public static int? WorkOf(IReadOnlyList<PatternBranch> branches) =>
        GrammarCost.OfCharacter(Of(branches), MaxWalk) is { IsWhole: true, Most: <= MaxWork } cost ? (int)cost.Most : null;

    /// <summary>Whether the pattern matches; null if that is not known, or differs between engines.</summary>
    public static bool? Matches(string pattern, string text)
    {
        if (!text.All(c => c is >= ' ' and < '\x7F') || PatternParser.Parse(pattern) is not { } branches || branches.Sum(branch => branch.Body.Cost) > MaxLength)
            return null;

        try
        {
            var matcher = new GrammarMatcher(Of(branches));
            GrammarState? state = matcher.Start();
            matcher.Work.Allow(MaxWalk);
            foreach (var character in text)
            {
                state = matcher.After(state, character);
                if (state is null)
                    return false;
            }

            return state.MayEnd;
        }
        catch (GrammarTooDearException)
        {
            return null;
        }
    }

    private static GbnfPart Part(PatternBranch branch)
    {
        var anything = new GbnfRepetition(s_any, 0, null);
        List<GbnfPart> parts = branch.AtStart ? [] : [anything];
        parts.Add(Part(branch.Body));
        if (!branch.AtEnd)
            parts.Add(anything);
        return new GbnfSequence(parts);
    }

    private static GbnfPart Part(PatternNode node) => node switch
    {
        PatternCharacter character => new GbnfCharacter(CharacterRanges.Of(character.Set.Ranges)),
        PatternSequence sequence => new GbnfSequence([.. sequence.Parts.Select(Part)]),
        PatternChoice choice => new GbnfChoice([.. choice.Branches.Select(Part)]),
        PatternRepeat repeat => new GbnfRepetition(Part(repeat.Part), repeat.Least, repeat.Most),
        _ => throw new NotSupportedException($"There is no part for {node.GetType().Name}."),
    };
}
