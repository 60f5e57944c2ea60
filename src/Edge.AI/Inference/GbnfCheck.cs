namespace Edge.AI.Inference;

/// <summary>Refuses grammars that llama.cpp would not refuse, although they make it end the process or hang.</summary>
internal static class GbnfCheck
{
    private const int MaxLength = 4 * 1024 * 1024;
    private const int MaxDepth = 200;

    /// <exception cref="EdgeOptionException">The grammar can't be used safely.</exception>
    public static void Demand(string gbnf)
    {
        if (string.IsNullOrWhiteSpace(gbnf))
            throw Refused("it is empty, which would allow anything.", "Leave it out, or write a rule 'root'.");
        if (gbnf.Length > MaxLength)
            throw Refused($"it has {gbnf.Length} characters.", $"Keep it below {MaxLength}.");

        var depth = 0;
        for (var i = 0; i < gbnf.Length; i++)
        {
            switch (gbnf[i])
            {
                case '"':
                    i = EndOf('"', i);
                    break;
                case '[':
                    i = EndOf(']', i);
                    break;
                case '#':
                    i = gbnf.IndexOf('\n', i) is >= 0 and var end ? end : gbnf.Length;
                    break;
                case '(' when ++depth > MaxDepth:
                    throw Refused($"its groups are nested deeper than {MaxDepth}.", "Give inner groups rules of their own.");
                case ')':
                    depth--;
                    break;
                case '<' or '!':
                    throw Refused("it names tokens by '<…>'.", "Write the token's text as a literal instead.");
                case '\0':
                    throw Refused("it contains a NUL character.", "Remove it.");
            }
        }

        int EndOf(char quote, int start)
        {
            for (var i = start + 1; i < gbnf.Length; i++)
            {
                if (gbnf[i] == '\\')
                    i++;
                else if (gbnf[i] == quote)
                    return i;
            }

            return gbnf.Length; // llama.cpp says what is wrong with it
        }
    }

    private static EdgeOptionException Refused(string problem, string hint) => new("Grammar", problem, hint);
}
