using Edge.AI.Templates.Text;
using Edge.AI.Templates.Tree;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Syntax;

/// <summary>Parses expressions, from the lowest precedence to the highest.</summary>
internal sealed class ExpressionParser
{
    private static readonly Dictionary<string, Func<TemplateValue, TemplateValue, TemplateValue>> Sums = new(StringComparer.Ordinal)
    {
        ["+"] = Arithmetic.Add,
        ["-"] = Arithmetic.Subtract,
    };

    private static readonly Dictionary<string, Func<TemplateValue, TemplateValue, TemplateValue>> Products = new(StringComparer.Ordinal)
    {
        ["*"] = Arithmetic.Multiply,
        ["/"] = Arithmetic.Divide,
        ["//"] = Arithmetic.FloorDivide,
        ["%"] = (left, right) => left is StringValue format ? PercentFormat.Format(format, right) : Arithmetic.Remainder(left, right),
    };

    private static readonly Dictionary<string, Func<TemplateValue, TemplateValue, TemplateValue>> Powers = new(StringComparer.Ordinal)
    {
        ["**"] = Arithmetic.Power,
    };

    private readonly ParserState _state;
    private readonly TokenStream _tokens;
    private readonly OperandParser _operands;

    public ExpressionParser(ParserState state)
    {
        _state = state;
        _tokens = state.Tokens;
        _operands = new OperandParser(state, this);
    }

    public OperandParser Operands => _operands;

    /// <summary>Parses an expression, or several separated by commas, which form a tuple.</summary>
    public Expression ParseTuple(bool allowsConditional = true)
    {
        var start = _tokens.Current.Offset;
        var first = Parse(allowsConditional);
        if (!_tokens.Current.IsOperator(","))
            return first;

        var elements = new List<Expression> { first };
        while (_tokens.Skip(",") && StartsExpression(_tokens.Current))
            elements.Add(Parse(allowsConditional));
        return new TupleExpression(start, elements);
    }

    public Expression Parse(bool allowsConditional = true)
    {
        using var nesting = _tokens.Enter();
        return allowsConditional ? ParseConditional() : ParseOr();
    }

    /// <summary>Parses an operand with its signs, attributes, indexes and, unless excluded, filters and tests.</summary>
    public Expression ParseSigned(bool allowsFilters = true)
    {
        using var nesting = _tokens.Enter();
        var token = _tokens.Current;
        var operand = _tokens.Skip("-") ? new UnaryExpression(token.Offset, ParseSigned(allowsFilters: false), Arithmetic.Negate)
            : _tokens.Skip("+") ? new UnaryExpression(token.Offset, ParseSigned(allowsFilters: false), Arithmetic.Plus)
            : _operands.ParsePrimary();
        operand = _operands.ParsePostfix(operand);
        return allowsFilters ? _operands.ParseFilters(operand) : operand;
    }

    private static bool StartsExpression(Token token) => token.Kind switch
    {
        TokenKind.OutputEnd or TokenKind.TagEnd or TokenKind.End => false,
        TokenKind.Operator => token.Text is not (")" or "]" or "}" or "=" or "," or ":"),
        TokenKind.Name => token.Text is not ("in" or "if" or "else" or "recursive"),
        _ => true,
    };

    private Expression ParseConditional()
    {
        var wasConditional = _state.IsConditional;
        var value = ParseOr();
        while (_tokens.Current.IsName("if"))
        {
            var offset = _tokens.Next().Offset;
            _state.IsConditional = true;
            var test = ParseOr();
            var otherwise = _tokens.SkipName("else") ? Parse() : null;
            _state.IsConditional = wasConditional;
            value = new ConditionalExpression(offset, test, value, otherwise);
        }

        return value;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (_tokens.Current.IsName("or"))
            left = new LogicalExpression(_tokens.Next().Offset, left, ParseAnd(), isAnd: false);
        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (_tokens.Current.IsName("and"))
            left = new LogicalExpression(_tokens.Next().Offset, left, ParseNot(), isAnd: true);
        return left;
    }

    private Expression ParseNot()
    {
        if (!_tokens.Current.IsName("not"))
            return ParseComparison();

        using var nesting = _tokens.Enter();
        return new NotExpression(_tokens.Next().Offset, ParseNot());
    }

    private Expression ParseComparison()
    {
        var first = ParseSum();
        var offset = _tokens.Current.Offset;
        var rest = new List<(string Operation, Expression Operand)>();
        while (ComparisonAt() is { } operation)
            rest.Add((operation, ParseSum()));
        return rest.Count == 0 ? first : new ComparisonExpression(offset, first, rest);
    }

    private string? ComparisonAt()
    {
        var token = _tokens.Current;
        if (token.Kind == TokenKind.Operator && token.Text is "==" or "!=" or "<" or "<=" or ">" or ">=")
            return _tokens.Next().Text;
        if (_tokens.SkipName("in"))
            return "in";
        if (!token.IsName("not") || !_tokens.Following.IsName("in"))
            return null;

        _tokens.Next();
        _tokens.Next();
        return "not in";
    }

    private Expression ParseSum() => ParseBinary(Sums, ParseConcat);

    private Expression ParseConcat()
    {
        var first = ParseBinary(Products, ParsePower);
        if (!_tokens.Current.IsOperator("~"))
            return first;

        var (offset, parts) = (_tokens.Current.Offset, new List<Expression> { first });
        while (_tokens.Skip("~"))
            parts.Add(ParseBinary(Products, ParsePower));
        return new ConcatExpression(offset, parts);
    }

    private Expression ParsePower() => ParseBinary(Powers, () => ParseSigned());

    private Expression ParseBinary(Dictionary<string, Func<TemplateValue, TemplateValue, TemplateValue>> operations, Func<Expression> parseOperand)
    {
        var left = parseOperand();
        while (_tokens.Current.Kind == TokenKind.Operator && operations.TryGetValue(_tokens.Current.Text, out var operation))
            left = new BinaryExpression(_tokens.Next().Offset, left, parseOperand(), operation);
        return left;
    }
}
