namespace Edge.AI.Inference;

/// <summary>Refuses grammars that llama.cpp would refuse, in its place and with the line, and those that would make it end the process or hang.</summary>
internal static class GbnfCheck
{
    private const int MaxLength = 4 * 1024 * 1024;

    /// <exception cref="EdgeOptionException">The grammar can't be used.</exception>
    public static void Demand(string gbnf, string root = "root")
    {
        if (string.IsNullOrWhiteSpace(gbnf))
            throw Refused("it is empty, which would allow anything.", "Leave it out, or write a rule 'root'.");
        if (gbnf.Length > MaxLength)
            throw Refused($"it has {gbnf.Length} characters.", $"Keep it below {MaxLength}.");
        if (gbnf.Contains('\0', StringComparison.Ordinal))
            throw Refused("it contains a NUL character.", "Remove it.");

        var rules = GbnfReader.Read(gbnf);
        if (!rules.Any(rule => rule.Name == root))
            throw Refused($"it has no rule '{root}'.", $"Call the rule of the whole answer '{root}'.");

        GbnfRecursion.Demand(rules);
    }

    private static EdgeOptionException Refused(string problem, string hint) => new("Grammar", problem, hint);
}
