using System.Globalization;
using System.Text;
using Edge.AI.Templates.Builtins;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Tree;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Syntax;

/// <summary>Parses operands: literals, names, brackets, and the attributes, calls, filters and tests after them.</summary>
internal sealed class OperandParser(ParserState state, ExpressionParser expressions)
{
    private readonly TokenStream _tokens = state.Tokens;

    public Expression ParsePrimary()
    {
        var token = _tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                _tokens.Next();
                return Constant(token.Text) is { } constant ? new ConstantExpression(token.Offset, constant) : state.Mention(token);
            case TokenKind.String:
                return new ConstantExpression(token.Offset, StringValue.FromTemplate(ParseStrings()));
            case TokenKind.Integer:
                _tokens.Next();
                return NumberParser.TryInteger(token.Text, 0, out var integer)
                    ? new ConstantExpression(token.Offset, IntegerValue.Of(integer))
                    : throw new TemplateError($"'{token.Text}' is not an integer", token.Offset);
            case TokenKind.Float:
                _tokens.Next();
                return new ConstantExpression(token.Offset, new FloatValue(double.Parse(token.Text.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)));
            default:
                return token.Text switch
                {
                    "(" when token.Kind == TokenKind.Operator => ParseParentheses(),
                    "[" when token.Kind == TokenKind.Operator => ParseList(),
                    "{" when token.Kind == TokenKind.Operator => ParseDict(),
                    _ => throw _tokens.Unexpected("an expression"),
                };
        }
    }

    public Expression ParsePostfix(Expression value)
    {
        while (true)
        {
            var offset = _tokens.Current.Offset;
            if (_tokens.Skip("."))
                value = ParseMember(value, offset);
            else if (_tokens.Skip("["))
                value = ParseSubscript(value, offset);
            else if (_tokens.Current.IsOperator("("))
                value = new CallExpression(offset, value, ParseArguments());
            else
                return value;
        }
    }

    public Expression ParseFilters(Expression value)
    {
        while (true)
        {
            var offset = _tokens.Current.Offset;
            if (_tokens.Skip("|"))
                value = ParseFilter(value);
            else if (_tokens.SkipName("is"))
                value = ParseTest(value, offset);
            else if (_tokens.Current.IsOperator("("))
                value = new CallExpression(offset, value, ParseArguments());
            else
                return value;
        }
    }

    /// <summary>Parses a filter, without the bar before it.</summary>
    public FilterExpression ParseFilter(Expression value)
    {
        var (name, offset) = ParseDottedName();
        var filter = Filters.Table.Find(name);
        if (filter is null && !state.IsConditional)
            throw new TemplateError($"there is no filter '{name}'", offset);

        var arguments = _tokens.Current.IsOperator("(") ? ParseArguments() : ArgumentList.Empty;
        return new FilterExpression(offset, value, name, filter, arguments);
    }

    private Expression ParseTest(Expression value, int offset)
    {
        var isNegated = _tokens.SkipName("not");
        var (name, nameOffset) = ParseDottedName();
        var test = Tests.Table.Find(name);
        if (test is null && !state.IsConditional)
            throw new TemplateError($"there is no test '{name}'", nameOffset);

        var arguments = ArgumentList.Empty;
        if (_tokens.Current.IsOperator("("))
            arguments = ParseArguments();
        else if (StartsTestArgument(_tokens.Current))
            arguments = new ArgumentList([ParsePostfix(ParsePrimary())], []);

        Expression result = new TestExpression(offset, value, name, test, arguments);
        return isNegated ? new NotExpression(offset, result) : result;
    }

    private bool StartsTestArgument(Token token) => token.Kind switch
    {
        TokenKind.Name when token.Text is "is" => throw _tokens.Unexpected("something other than a second test"),
        TokenKind.Name => token.Text is not ("else" or "or" or "and" or "if" or "in" or "not"),
        TokenKind.String or TokenKind.Integer or TokenKind.Float => true,
        _ => token.IsOperator("[") || token.IsOperator("{"),
    };

    private (string Name, int Offset) ParseDottedName()
    {
        var token = _tokens.Expect(TokenKind.Name, "a name");
        var names = new List<string> { token.Text };
        while (_tokens.Skip("."))
            names.Add(_tokens.Expect(TokenKind.Name, "a name").Text);
        return (names is [var name] ? name : string.Join('.', names), token.Offset);
    }

    private static TemplateValue? Constant(string name) => name switch
    {
        "true" or "True" => BooleanValue.True,
        "false" or "False" => BooleanValue.False,
        "none" or "None" => NoneValue.Instance,
        _ => null,
    };

    private string ParseStrings()
    {
        var value = new StringBuilder(_tokens.Next().Text);
        while (_tokens.Current.Kind == TokenKind.String)
            value.Append(_tokens.Next().Text);
        return value.ToString();
    }

    private Expression ParseParentheses()
    {
        var offset = _tokens.Next().Offset;
        if (_tokens.Skip(")"))
            return new TupleExpression(offset, []);

        var value = expressions.ParseTuple();
        _tokens.Expect(")");
        return value;
    }

    private ListExpression ParseList()
    {
        var offset = _tokens.Next().Offset;
        var elements = new List<Expression>();
        while (!_tokens.Skip("]"))
        {
            elements.Add(expressions.Parse());
            if (!_tokens.Current.IsOperator("]"))
                _tokens.Expect(",");
        }

        return new ListExpression(offset, elements);
    }

    private DictExpression ParseDict()
    {
        var offset = _tokens.Next().Offset;
        var entries = new List<(Expression Key, Expression Value)>();
        while (!_tokens.Skip("}"))
        {
            var key = expressions.Parse();
            _tokens.Expect(":");
            entries.Add((key, expressions.Parse()));
            if (!_tokens.Current.IsOperator("}"))
                _tokens.Expect(",");
        }

        return new DictExpression(offset, entries);
    }

    private Expression ParseMember(Expression value, int offset) => _tokens.Current.Kind == TokenKind.Integer
        ? new ItemExpression(offset, value, ParsePrimary())
        : new AttributeExpression(offset, value, _tokens.Expect(TokenKind.Name, "a name or number").Text);

    private Expression ParseSubscript(Expression value, int offset)
    {
        var start = _tokens.Current.IsOperator(":") ? null : expressions.ParseTuple();
        if (_tokens.Skip("]"))
            return new ItemExpression(offset, value, start ?? throw _tokens.Unexpected("an index"));

        _tokens.Expect(":");
        var stop = ParseBound();
        var step = _tokens.Skip(":") ? ParseBound() : null;
        _tokens.Expect("]");
        return new SliceExpression(offset, value, start, stop, step);
    }

    private Expression? ParseBound() => _tokens.Current.IsOperator(":") || _tokens.Current.IsOperator("]") ? null : expressions.Parse();

    private ArgumentList ParseArguments()
    {
        _tokens.Expect("(");
        var (positional, named) = (new List<Expression>(), new List<(string Name, Expression Value)>());
        Expression? morePositional = null, moreNamed = null;
        while (!_tokens.Skip(")"))
        {
            if (_tokens.Skip("**"))
                moreNamed = expressions.Parse();
            else if (_tokens.Skip("*"))
                morePositional = expressions.Parse();
            else if (_tokens.Current.Kind == TokenKind.Name && _tokens.Following.IsOperator("="))
                named.Add((NameBeforeEquals(), expressions.Parse()));
            else if (named.Count == 0 && moreNamed is null)
                positional.Add(expressions.Parse());
            else
                throw _tokens.Unexpected("a named argument");

            if (!_tokens.Current.IsOperator(")"))
                _tokens.Expect(",");
        }

        return new ArgumentList(positional, named, morePositional, moreNamed);
    }

    private string NameBeforeEquals()
    {
        var name = _tokens.Next().Text;
        _tokens.Expect("=");
        return name;
    }
}
