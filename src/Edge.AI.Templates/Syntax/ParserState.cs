using Edge.AI.Templates.Tree;

namespace Edge.AI.Templates.Syntax;

/// <summary>What the parsers of statements and expressions share.</summary>
internal sealed class ParserState(IReadOnlyList<Token> tokens)
{
    private HashSet<string> _mentioned = new(StringComparer.Ordinal);

    public TokenStream Tokens { get; } = new(tokens);

    public NameTable Names { get; } = new();

    /// <summary>
    /// Whether what is being parsed may never be evaluated. An unknown filter is an error there only when it is reached,
    /// as it is in the reference.
    /// </summary>
    public bool IsConditional { get; set; }

    /// <summary>Loops around the place being parsed.</summary>
    public int Loops { get; set; }

    public NameExpression Mention(Token name)
    {
        _mentioned.Add(name.Text);
        return new NameExpression(name.Offset, name.Text, Names.NumberOf(name.Text));
    }

    /// <summary>Parses the body of a macro, and finds out which of the special parameters it mentions.</summary>
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
