namespace Edge.AI.Grammars;

/// <summary>Converts rules to positions, each rule from its end to its beginning, so that the next position is always known.</summary>
internal sealed class GrammarCompiler
{
    private readonly IReadOnlyDictionary<string, GbnfRule> _rules;
    private readonly CancellationToken _cancellation;
    private readonly List<GrammarPosition> _positions = [new(GrammarStep.End)];
    private readonly List<CharacterRanges> _sets = [];
    private readonly Dictionary<GbnfCharacter, int> _setNumbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _equalSets = new(StringComparer.Ordinal);
    private readonly Dictionary<GbnfRule, int> _numbers = [];
    private readonly List<GbnfRule> _reached = [];
    private readonly List<int> _starts = [];

    public GrammarCompiler(IReadOnlyDictionary<string, GbnfRule> rules, CancellationToken cancellation) => (_rules, _cancellation) = (rules, cancellation);

    /// <summary>Compiles the rules that the root uses. The root is the first rule.</summary>
    public GrammarProgram Compile(string root)
    {
        NumberOf(_rules[root]);
        for (var rule = 0; rule < _reached.Count; rule++)
        {
            _cancellation.ThrowIfCancellationRequested();
            _starts.Add(Write(_reached[rule].Body!, next: 0));
        }

        return new([.. _positions], [.. _sets], [.. _starts]);
    }

    /// <summary>Returns the first position of a part that is followed by another position.</summary>
    private int Write(GbnfPart part, int next) => part switch
    {
        GbnfCharacter character => Add(new(GrammarStep.Character, SetNumberOf(character), next)),
        GbnfReference reference => Add(new(GrammarStep.Rule, NumberOf(reference.Rule), next)),
        GbnfSequence sequence => sequence.Parts.Reverse().Aggregate(next, (behind, inner) => Write(inner, behind)),
        GbnfChoice choice => choice.Alternatives.Reverse().Select(alternative => Write(alternative, next)).ToList().Aggregate((behind, alternative) => Add(new(GrammarStep.Fork, alternative, behind))),
        GbnfRepetition repetition => WriteRepetition(repetition, next),
        _ => throw new NotSupportedException($"There is no position for {part.GetType().Name}."),
    };

    private int WriteRepetition(GbnfRepetition repetition, int next)
    {
        var start = next;
        if (repetition.Most is not { } most)
        {
            start = Add(default);
            _positions[start] = new(GrammarStep.Fork, Write(repetition.Part, start), next);
        }
        else
        {
            for (var copy = repetition.Least; copy < most; copy++)
                start = Add(new(GrammarStep.Fork, Write(repetition.Part, start), next));
        }

        for (var copy = 0; copy < repetition.Least; copy++)
            start = Write(repetition.Part, start);
        return start;
    }

    private int Add(GrammarPosition position)
    {
        _positions.Add(position);
        return _positions.Count - 1;
    }

    private int NumberOf(GbnfRule rule)
    {
        if (!_numbers.TryGetValue(rule, out var number))
        {
            _numbers[rule] = number = _reached.Count;
            _reached.Add(rule);
        }

        return number;
    }

    private int SetNumberOf(GbnfCharacter character)
    {
        if (_setNumbers.TryGetValue(character, out var known))
            return known;

        var key = string.Join(' ', character.Set.Ranges);
        if (!_equalSets.TryGetValue(key, out var number))
        {
            _equalSets[key] = number = _sets.Count;
            _sets.Add(character.Set);
        }

        return _setNumbers[character] = number;
    }
}
