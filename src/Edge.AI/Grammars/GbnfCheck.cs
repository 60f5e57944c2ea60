namespace Edge.AI.Grammars;

/// <summary>Validates grammars.</summary>
internal static class GbnfCheck
{
    private const int MaxLength = 4 * 1024 * 1024;

    /// <summary>Reads and validates the rules of a grammar.</summary>
    /// <exception cref="EdgeOptionException">The grammar is not valid.</exception>
    public static IReadOnlyDictionary<string, GbnfRule> Read(string gbnf, string root, CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(gbnf))
            throw Refused("the grammar is empty.", "Set it to null to allow any text, or add a rule 'root'.");
        if (gbnf.Length > MaxLength)
            throw Refused($"the grammar has {gbnf.Length} characters; {MaxLength} are allowed.", "Shorten it.");
        if (gbnf.Contains('\0', StringComparison.Ordinal))
            throw Refused("the grammar contains a NUL character.", "Remove the character.");

        var rules = GbnfReader.Read(gbnf, cancellation);
        if (!rules.ContainsKey(root))
            throw Refused($"the rule '{root}' is missing.", $"Add a rule '{root}' for the whole answer.");

        GbnfRecursion.Validate([.. rules.Values]);
        return rules;
    }

    public static EdgeOptionException Refused(string problem, string hint) => new("Grammar", problem, hint);
}
