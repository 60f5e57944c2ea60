using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Tree;

namespace Edge.AI.Templates.Syntax;

/// <summary>Parses all tags except those of macros, from the tag's name on.</summary>
internal sealed class TagParser(ParserState state, ExpressionParser expressions, Func<Token, string[], (Block Body, string End)> parseBody)
{
    private readonly TokenStream _tokens = state.Tokens;
    private readonly TargetParser _targets = new(state);
    private readonly MacroParser _macros = new(state, expressions, parseBody);

    public Statement Parse()
    {
        var tag = _tokens.Expect(TokenKind.Name, "the name of a tag");
        return tag.Text switch
        {
            "if" => ParseIf(tag),
            "for" => ParseFor(tag),
            "set" => ParseSet(tag),
            "with" => ParseWith(tag),
            "filter" => ParseFilter(tag),
            "generation" => ParseGeneration(tag),
            "macro" => _macros.ParseMacro(tag),
            "call" => _macros.ParseCall(tag),
            "break" => ParseFlow(tag, Flow.Break),
            "continue" => ParseFlow(tag, Flow.Continue),
            _ => throw new TemplateError($"the tag '{tag.Text}' is unknown or not allowed here", tag.Offset),
        };
    }

    private IfStatement ParseIf(Token tag)
    {
        var wasConditional = state.IsConditional;
        var branches = new List<(Expression Test, Block Body)>();
        Block? otherwise = null;
        for (var end = "elif"; end is not "endif";)
        {
            var test = end is "elif" ? expressions.ParseTuple(allowsConditional: false) : null;
            EndTag();
            state.IsConditional = true;
            (var body, end) = parseBody(tag, test is null ? ["endif"] : ["elif", "else", "endif"]);
            state.IsConditional = wasConditional;
            if (test is null)
                otherwise = body;
            else
                branches.Add((test, body));
        }

        EndTag();
        return new IfStatement(tag.Offset, branches, otherwise);
    }

    private ForStatement ParseFor(Token tag)
    {
        var target = _targets.ParseTuple();
        if (!_tokens.SkipName("in"))
            throw _tokens.Unexpected("'in'");
        var source = expressions.ParseTuple(allowsConditional: false);
        var test = _tokens.SkipName("if") ? expressions.Parse() : null;
        var isRecursive = _tokens.SkipName("recursive");
        EndTag();

        var wasConditional = state.IsConditional;
        state.IsConditional = false;
        state.Loops++;
        var (body, end) = parseBody(tag, ["else", "endfor"]);
        state.Loops--;
        Block? otherwise = null;
        if (end is "else")
        {
            EndTag();
            (otherwise, _) = parseBody(tag, ["endfor"]);
        }

        state.IsConditional = wasConditional;
        EndTag();
        return new ForStatement(tag.Offset, target, source, test, body, otherwise, state.Names.NumberOf("loop"), isRecursive);
    }

    private SetStatement ParseSet(Token tag)
    {
        var target = _targets.ParseTuple();
        if (_tokens.Skip("="))
        {
            var value = expressions.ParseTuple();
            EndTag();
            return new SetStatement(tag.Offset, target, value);
        }

        return new SetStatement(tag.Offset, target, ParseCaptured(tag, hasBar: true));
    }

    private OutputStatement ParseFilter(Token tag) => new(tag.Offset, ParseCaptured(tag, hasBar: false));

    /// <summary>Parses a body and the filters in its tag. In <c>set</c> every filter follows a bar, in <c>filter</c> all except the first.</summary>
    private Expression ParseCaptured(Token tag, bool hasBar)
    {
        var body = new CapturedExpression(tag.Offset);
        Expression value = body;
        if (!hasBar)
            value = expressions.Operands.ParseFilter(value);
        while (_tokens.Skip("|"))
            value = expressions.Operands.ParseFilter(value);
        EndTag();
        body.Body = parseBody(tag, ["end" + tag.Text]).Body;
        EndTag();
        return value;
    }

    private WithStatement ParseWith(Token tag)
    {
        var variables = new List<(AssignmentTarget Target, Expression Value)>();
        while (_tokens.Current.Kind != TokenKind.TagEnd)
        {
            if (variables.Count > 0)
                _tokens.Expect(",");
            var target = _targets.ParseSingle();
            _tokens.Expect("=");
            variables.Add((target, expressions.Parse()));
        }

        EndTag();
        var (body, _) = parseBody(tag, ["endwith"]);
        EndTag();
        return new WithStatement(tag.Offset, variables, body);
    }

    /// <summary>Marks the model's own text for training. In a rendering it is only a scope.</summary>
    private WithStatement ParseGeneration(Token tag)
    {
        EndTag();
        var (body, _) = parseBody(tag, ["endgeneration"]);
        EndTag();
        return new WithStatement(tag.Offset, [], body);
    }

    private FlowStatement ParseFlow(Token tag, Flow flow)
    {
        if (state.Loops == 0)
            throw new TemplateError($"'{tag.Text}' is only allowed inside a loop", tag.Offset);
        EndTag();
        return new FlowStatement(tag.Offset, flow);
    }

    private void EndTag() => _tokens.Expect(TokenKind.TagEnd, "'%}'");
}
