namespace Edge.AI.Grammars;

/// <summary>Refuses grammars that are none, or can't be followed, and says where.</summary>
internal static class GbnfCheck
{
    private const int MaxLength = 4 * 1024 * 1024;

    /// <summary>The rules of a grammar.</summary>
    /// <exception cref="EdgeOptionException">The grammar can't be used.</exception>
    public static IReadOnlyDictionary<string, GbnfRule> Read(string gbnf, string root, CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(gbnf))
            throw Refused("it is empty, which would allow anything.", "Leave it out, or write a rule 'root'.");
        if (gbnf.Length > MaxLength)
            throw Refused($"it has {gbnf.Length} characters.", $"Keep it below {MaxLength}.");
        if (gbnf.Contains('\0', StringComparison.Ordinal))
            throw Refused("it contains a NUL character.", "Remove it.");

        var rules = GbnfReader.Read(gbnf, cancellation);
        if (!rules.ContainsKey(root))
            throw Refused($"it has no rule '{root}'.", $"Call the rule of the whole answer '{root}'.");

        GbnfRecursion.Validate([.. rules.Values]);
        return rules;
    }

    public static EdgeOptionException Refused(string problem, string hint) => new("Grammar", problem, hint);
}
