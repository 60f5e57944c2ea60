using Edge.AI.Templates.Tree;

namespace Edge.AI.Templates.Syntax;

/// <summary>The state that the parsers of statements and expressions share.</summary>
internal sealed class ParserState(IReadOnlyList<Token> tokens)
{
    private HashSet<string> _mentioned = new(StringComparer.Ordinal);

    public TokenStream Tokens { get; } = new(tokens);

    public NameTable Names { get; } = new();

    /// <summary>
    /// Gets whether the current part may never be evaluated. There, an unknown filter is an error only at evaluation, as in the reference.
    /// </summary>
    public bool IsConditional { get; set; }

    /// <summary>Gets the number of loops around the current part.</summary>
    public int Loops { get; set; }

    public NameExpression Mention(Token name)
    {
        _mentioned.Add(name.Text);
        return new NameExpression(name.Offset, name.Text, Names.NumberOf(name.Text));
    }

    /// <summary>Parses the body of a macro, and finds the special parameters that it uses.</summary>
    public (Block Body, SpecialParameters Special) ParseMacroBody(Func<Block> parse)
    {
        var outside = _mentioned;
        _mentioned = new(StringComparer.Ordinal);
        var (conditional, loops) = (IsConditional, Loops);
        (IsConditional, Loops) = (false, 0);
        var body = parse();
        (IsConditional, Loops) = (conditional, loops);
        var special = new SpecialParameters(NumberIfMentioned("varargs"), NumberIfMentioned("kwargs"), NumberIfMentioned("caller"));
        outside.UnionWith(_mentioned);
        _mentioned = outside;
        return (body, special);
    }

    private int? NumberIfMentioned(string name) => _mentioned.Contains(name) ? Names.NumberOf(name) : null;
}
