using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Tree;

namespace Edge.AI.Templates.Syntax;

/// <summary>Parses targets of assignments.</summary>
internal sealed class TargetParser(ParserState state)
{
    private readonly TokenStream _tokens = state.Tokens;

    /// <summary>Parses one target, or several separated by commas.</summary>
    public AssignmentTarget ParseTuple()
    {
        var first = ParseSingle();
        if (!_tokens.Current.IsOperator(","))
            return first;

        var targets = new List<AssignmentTarget> { first };
        while (_tokens.Skip(",") && (_tokens.Current.Kind == TokenKind.Name && !_tokens.Current.IsName("in") || _tokens.Current.IsOperator("(")))
            targets.Add(ParseSingle());
        return new TupleTarget(targets);
    }

    public AssignmentTarget ParseSingle()
    {
        using var nesting = _tokens.Enter();
        if (_tokens.Skip("("))
        {
            var targets = ParseTuple();
            _tokens.Expect(")");
            return targets;
        }

        var name = _tokens.Expect(TokenKind.Name, "a name");
        if (name.Text is "true" or "false" or "none" or "True" or "False" or "None")
            throw new TemplateError($"nothing can be assigned to '{name.Text}'", name.Offset);

        var number = state.Names.NumberOf(name.Text);
        return _tokens.Skip(".")
            ? new MemberTarget(name.Offset, name.Text, number, _tokens.Expect(TokenKind.Name, "a name").Text)
            : new NameTarget(number);
    }
}
