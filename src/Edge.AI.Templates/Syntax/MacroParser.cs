using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Tree;

namespace Edge.AI.Templates.Syntax;

/// <summary>Parses macros, and calls that pass a body to one.</summary>
internal sealed class MacroParser(ParserState state, ExpressionParser expressions, Func<Token, string[], (Block Body, string End)> parseBody)
{
    private readonly TokenStream _tokens = state.Tokens;

    public MacroStatement ParseMacro(Token tag)
    {
        var name = _tokens.Expect(TokenKind.Name, "the name of the macro").Text;
        return new MacroStatement(tag.Offset, state.Names.NumberOf(name), ParseDefinition(tag, name, ParseParameters()));
    }

    public CallStatement ParseCall(Token tag)
    {
        var parameters = _tokens.Current.IsOperator("(") ? ParseParameters() : [];
        var call = expressions.Parse() as CallExpression ?? throw new TemplateError("a call is expected here", tag.Offset);
        return new CallStatement(tag.Offset, call, ParseDefinition(tag, "caller", parameters));
    }

    private MacroDefinition ParseDefinition(Token tag, string name, IReadOnlyList<MacroParameter> parameters)
    {
        _tokens.Expect(TokenKind.TagEnd, "'%}'");
        var (body, special) = state.ParseMacroBody(() => parseBody(tag, ["end" + tag.Text]).Body);
        if (tag.Text is "macro" && _tokens.Current.Kind == TokenKind.Name)
            _tokens.Next();
        _tokens.Expect(TokenKind.TagEnd, "'%}'");
        return new MacroDefinition(name, parameters, body, special);
    }

    private List<MacroParameter> ParseParameters()
    {
        var parameters = new List<MacroParameter>();
        _tokens.Expect("(");
        while (!_tokens.Skip(")"))
        {
            if (parameters.Count > 0)
                _tokens.Expect(",");
            var name = _tokens.Expect(TokenKind.Name, "the name of a parameter");
            var value = _tokens.Skip("=") ? expressions.Parse() : null;
            if (value is null && parameters is [.., { Default: not null }])
                throw new TemplateError("a parameter without default follows one with a default", name.Offset);
            parameters.Add(new MacroParameter(name.Text, state.Names.NumberOf(name.Text), value));
        }

        return parameters;
    }
}
