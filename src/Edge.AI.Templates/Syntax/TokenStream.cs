using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Syntax;

/// <summary>The tokens of a template, read one after the other.</summary>
internal sealed class TokenStream(IReadOnlyList<Token> tokens)
{
    private int _position;
    private int _depth;

    public Token Current => tokens[_position];

    public Token Following => tokens[Math.Min(_position + 1, tokens.Count - 1)];

    public Token Next() => Current.Kind == TokenKind.End ? Current : tokens[_position++];

    public bool Skip(string symbol)
    {
        if (!Current.IsOperator(symbol))
            return false;

        _position++;
        return true;
    }

    public bool SkipName(string name)
    {
        if (!Current.IsName(name))
            return false;

        _position++;
        return true;
    }

    public Token Expect(TokenKind kind, string what) => Current.Kind == kind ? Next() : throw Unexpected(what);

    public void Expect(string symbol)
    {
        if (!Skip(symbol))
            throw Unexpected($"'{symbol}'");
    }

    public TemplateError Unexpected(string expected) => new(
        $"{expected} is expected here, but there is {(Current.Kind switch { TokenKind.End => "the end of the template", TokenKind.Text => "text", _ => $"'{Current.Text}'" })}",
        Current.Offset);

    /// <summary>Increases the depth by one until the returned value is disposed.</summary>
    public Nesting Enter()
    {
        TemplateError.ThrowIfStackIsShort();
        if (++_depth > TemplateLimits.MaxNesting)
            throw new TemplateError($"it is nested more than {TemplateLimits.MaxNesting} levels deep", Current.Offset);
        return new Nesting(this);
    }

    public readonly struct Nesting(TokenStream stream) : IDisposable
    {
        public void Dispose() => stream._depth--;
    }
}
