using System.Globalization;

namespace Edge.AI.Grammars;

/// <summary>A rule for the content of a JSON string that matches a pattern.</summary>
internal sealed class PatternRule
{
    private const long MaxCost = 5000;

    private readonly SchemaCompiler _compiler;
    private readonly string _at;

    private PatternRule(SchemaCompiler compiler, string at) => (_compiler, _at) = (compiler, at);

    /// <summary>Returns the rule for the part between the quotes; null if the pattern is not supported, or costs too much.</summary>
    public static string? Body(SchemaCompiler compiler, string pattern, string at) =>
        pattern.Length <= MaxCost && PatternParser.Parse(pattern) is { } branches && branches.Sum(branch => branch.Body.Cost) <= MaxCost
        && PatternProgram.WorkOf(branches) is { } work && compiler.Builder.Limits.TryMatch(work)
            ? string.Join(" | ", branches.Select(new PatternRule(compiler, at).Branch))
            : null;

    /// <summary>Without anchors, a pattern may match anywhere in the string.</summary>
    private string Branch(PatternBranch branch)
    {
        var anything = $"{_compiler.Json.Character}*";
        return $"{(branch.AtStart ? "" : anything)} {Text(branch.Body)} {(branch.AtEnd ? "" : anything)}";
    }

    private string Text(PatternNode node) => node switch
    {
        PatternCharacter character => Character(character.Set),
        PatternSequence { Parts.Count: 0 } => "\"\"",
        PatternSequence sequence => string.Join(' ', sequence.Parts.Select(Text)),
        PatternChoice choice => Rule(string.Join(" | ", choice.Branches.Select(Text))),
        PatternRepeat { Least: 0, Most: 1 } once => $"{Rule(Text(once.Part))}?",
        PatternRepeat repeat => Repetition.Of(_compiler, Rule(Text(repeat.Part)), repeat.Least, repeat.Most, _at),
        _ => throw new NotSupportedException($"There is no rule for {node.GetType().Name}."),
    };

    private string Rule(string body) => _compiler.Builder.Share($"{_at}-part", body);

    private string Character(CharacterSet set)
    {
        List<string> ways = [];
        if (set.Intersect(CharacterSet.Plain) is { IsEmpty: false } plain)
            ways.Add(plain.ToGbnf());

        foreach (var (character, escape) in JsonText.Escapes)
        {
            if (set.Contains(character))
                ways.Add(GbnfBuilder.Literal($"\\{escape}"));
        }

        if (ways.Count == 0) // other control characters, only if there is nothing else
            ways.AddRange(Enumerable.Range(0, 0x20).Where(set.Contains).Select(control => string.Create(CultureInfo.InvariantCulture, $"\"\\\\u{control:x4}\"")));
        return ways.Count == 1 ? ways[0] : Rule(string.Join(" | ", ways));
    }
}
