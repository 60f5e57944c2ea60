using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Tree;

namespace Edge.AI.Templates.Syntax;

/// <summary>Parses a whole template into the tree that renders it.</summary>
internal sealed class TemplateParser
{
    private readonly ParserState _state;
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private readonly TagParser _tags;

    private TemplateParser(ParserState state)
    {
        _state = state;
        _tokens = state.Tokens;
        _expressions = new ExpressionParser(state);
        _tags = new TagParser(state, _expressions, ParseBody);
    }

    public static (Block Body, NameTable Names) Parse(SourceText source)
    {
        var parser = new TemplateParser(new ParserState(Lexer.Tokenize(source)));
        var body = parser.ParseUntil(isEnd: null);
        return (body, parser._state.Names);
    }

    /// <summary>Parses a body up to one of its end tags. The name of the end tag is consumed, the rest of it is not.</summary>
    private (Block Body, string End) ParseBody(Token tag, string[] ends)
    {
        using var nesting = _tokens.Enter();
        var body = ParseUntil(name => Array.IndexOf(ends, name) >= 0);
        return _tokens.Current.Kind == TokenKind.End
            ? throw new TemplateError($"'{tag.Text}' is never closed: 'end{tag.Text}' is missing", tag.Offset)
            : (body, _tokens.Next().Text);
    }

    private Block ParseUntil(Func<string, bool>? isEnd)
    {
        var statements = new List<Statement>();
        while (_tokens.Current.Kind != TokenKind.End)
        {
            var token = _tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Text:
                    statements.Add(new TextStatement(token.Offset, token.Text));
                    break;
                case TokenKind.OutputStart:
                    statements.Add(new OutputStatement(token.Offset, _expressions.ParseTuple()));
                    _tokens.Expect(TokenKind.OutputEnd, "'}}'");
                    break;
                default:
                    if (_tokens.Current.Kind == TokenKind.Name && isEnd?.Invoke(_tokens.Current.Text) is true)
                        return new Block(statements);
                    statements.Add(_tags.Parse());
                    break;
            }
        }

        return new Block(statements);
    }
}
