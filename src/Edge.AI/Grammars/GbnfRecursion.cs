namespace Edge.AI.Grammars;

/// <summary>
/// Finds left-recursive rules, including those with several steps and after parts that match the empty text. Following such a rule would never end.
/// </summary>
internal sealed class GbnfRecursion
{
    private readonly HashSet<GbnfRule> _nullable = [];

    private GbnfRecursion()
    {
    }

    /// <exception cref="EdgeOptionException">A rule can begin with itself.</exception>
    public static void Validate(IReadOnlyCollection<GbnfRule> rules)
    {
        var recursion = new GbnfRecursion();
        recursion.FindNullable(rules);
        HashSet<GbnfRule> done = [];
        foreach (var rule in rules)
            recursion.Explore(rule, done);
    }

    /// <summary>A rule is examined again only when a rule that it depends on has become nullable.</summary>
    private void FindNullable(IReadOnlyCollection<GbnfRule> rules)
    {
        Dictionary<GbnfRule, List<GbnfRule>> waiting = [];
        var open = new Queue<GbnfRule>(rules);
        while (open.TryDequeue(out var rule))
        {
            if (_nullable.Contains(rule))
                continue;

            if (!IsNullable(rule.Body!, missing => Wait(waiting, missing, rule)))
                continue;

            _nullable.Add(rule);
            foreach (var user in waiting.GetValueOrDefault(rule) ?? [])
                open.Enqueue(user);
        }
    }

    private static void Wait(Dictionary<GbnfRule, List<GbnfRule>> waiting, GbnfRule missing, GbnfRule rule)
    {
        if (!waiting.TryGetValue(missing, out var users))
            waiting[missing] = users = [];
        users.Add(rule);
    }

    private bool IsNullable(GbnfPart part, Action<GbnfRule>? onMissing = null)
    {
        switch (part)
        {
            case GbnfReference { Rule: var rule }:
                if (_nullable.Contains(rule))
                    return true;
                onMissing?.Invoke(rule);
                return false;
            case GbnfSequence { Parts: var parts }:
                return parts.All(inner => IsNullable(inner, onMissing));
            case GbnfChoice { Alternatives: var alternatives }:
                return alternatives.Any(inner => IsNullable(inner, onMissing));
            case GbnfRepetition { Least: 0 }:
                return true;
            case GbnfRepetition { Part: var repeated }:
                return IsNullable(repeated, onMissing);
            default:
                return false;
        }
    }

    /// <summary>Follows the beginnings of rules without recursion, because chains may be long.</summary>
    private void Explore(GbnfRule first, HashSet<GbnfRule> done)
    {
        HashSet<GbnfRule> open = [];
        var path = new Stack<(GbnfRule Rule, IEnumerator<GbnfRule> Beginnings)>();
        Enter(first);
        while (path.TryPeek(out var top))
        {
            if (top.Beginnings.MoveNext())
            {
                Enter(top.Beginnings.Current);
            }
            else
            {
                path.Pop();
                open.Remove(top.Rule);
                done.Add(top.Rule);
            }
        }

        void Enter(GbnfRule rule)
        {
            if (done.Contains(rule))
                return;
            if (!open.Add(rule))
                throw GbnfText.Wrong($"line {rule.Line}", $"the rule '{rule.Name}' can begin with itself.", "Put the recursive use of the rule last, or use '*'.");

            List<GbnfRule> beginnings = [];
            Collect(rule, rule.Body!, isFirst: true, isLast: true, beginnings);
            path.Push((rule, beginnings.Distinct().GetEnumerator()));
        }
    }

    /// <summary>Collects the rules that a part can begin with. A rule that ends with itself, after optional parts, is a repetition.</summary>
    private void Collect(GbnfRule rule, GbnfPart part, bool isFirst, bool isLast, List<GbnfRule> beginnings)
    {
        switch (part)
        {
            case GbnfReference { Rule: var begun }:
                if (begun != rule || isFirst || !isLast)
                    beginnings.Add(begun);
                break;
            case GbnfChoice { Alternatives: var alternatives }:
                foreach (var alternative in alternatives)
                    Collect(rule, alternative, isFirst, isLast, beginnings);
                break;
            case GbnfRepetition { Part: var repeated, Most: var most }:
                Collect(rule, repeated, isFirst, isLast && most == 1, beginnings);
                break;
            case GbnfSequence { Parts: var parts }:
                for (var i = 0; i < parts.Count; i++)
                {
                    Collect(rule, parts[i], isFirst && i == 0, isLast && i == parts.Count - 1, beginnings);
                    if (!IsNullable(parts[i]))
                        break;
                }

                break;
        }
    }
}
