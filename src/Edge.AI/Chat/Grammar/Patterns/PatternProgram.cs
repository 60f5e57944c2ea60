using Edge.AI.Inference;

namespace Edge.AI.Chat.Grammar.Patterns;

/// <summary>Patterns as a program that follows texts, without the quotes and escapes of JSON: to see what a pattern costs, and what it matches.</summary>
internal static class PatternProgram
{
    /// <summary>Steps of work for one character; more make a token too dear.</summary>
    private const int MaxWork = 6000;

    /// <summary>Positions of a pattern that a name is compared with.</summary>
    private const int MaxLength = 5000;

    private const int MaxWalk = 4_000_000;
    private const string Root = "root";

    private static readonly GbnfCharacter s_any = new(CodePoints.Of(CharacterSet.All.Ranges));

    /// <summary>The whole texts that one of the patterns matches, and the given ones.</summary>
    public static GrammarProgram Of(IEnumerable<PatternBranch> branches, IEnumerable<string>? texts = null)
    {
        var rule = new GbnfRule(Root, line: 1)
        {
            Body = new GbnfChoice([.. branches.Select(Part), .. (texts ?? []).Select(text => new GbnfSequence([.. text.EnumerateRunes().Select(rune => new GbnfCharacter(CodePoints.Of([(rune.Value, rune.Value)])))]))]),
        };
        return new GrammarCompiler(new Dictionary<string, GbnfRule>(StringComparer.Ordinal) { [Root] = rule }, CancellationToken.None).Compile(Root);
    }

    /// <summary>
    /// The steps of work that a character may take, found by walking on where most can come next: what repeats the same characters side by
    /// side is in very many places at once. Null if that is too much.
    /// </summary>
    public static int? WorkOf(IReadOnlyList<PatternBranch> branches)
    {
        try
        {
            var matcher = new GrammarMatcher(Of(branches));
            var state = matcher.Start();
            var most = 0L;
            matcher.Work.Allow(MaxWalk);
            HashSet<GrammarState> seen = [];
            while (seen.Add(state) && Widest(matcher, state, ref most) is { } next)
            {
                if (most > MaxWork)
                    return null;
                state = next;
            }

            return most > MaxWork ? null : (int)most;
        }
        catch (GrammarTooDearException)
        {
            return null;
        }
    }

    /// <summary>Whether the pattern matches; null if that can't be told, or other engines may see it differently.</summary>
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

    private static GrammarState? Widest(GrammarMatcher matcher, GrammarState state, ref long most)
    {
        GrammarState? widest = null;
        for (var at = 0; at < state.Items.Length; at = state.EndOfSet(at))
        {
            var before = matcher.Work.Left;
            var next = matcher.After(state, matcher.Program.Sets[state.Items[at].Set].Ranges.First().First);
            most = Math.Max(most, before - matcher.Work.Left);
            if (next is not null && (widest is null || next.Items.Length > widest.Items.Length))
                widest = next;
        }

        return widest;
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
        PatternCharacter character => new GbnfCharacter(CodePoints.Of(character.Set.Ranges)),
        PatternSequence sequence => new GbnfSequence([.. sequence.Parts.Select(Part)]),
        PatternChoice choice => new GbnfChoice([.. choice.Branches.Select(Part)]),
        PatternRepeat repeat => new GbnfRepetition(Part(repeat.Part), repeat.Least, repeat.Most),
        _ => throw new NotSupportedException($"There is no part for {node.GetType().Name}."),
    };
}
