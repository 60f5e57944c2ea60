using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary>A macro with the scope of its definition.</summary>
internal sealed class MacroValue(MacroDefinition macro, RenderContext context) : CallableValue
{
    private readonly Scope _surroundings = context.Scope;

    public override string TypeName => "Macro";

    public override TemplateValue? FindAttribute(string name) => name switch
    {
        "name" => StringValue.FromTemplate(macro.Name),
        "arguments" => new TupleValue([.. macro.Parameters.Select(parameter => StringValue.FromTemplate(parameter.Name))]),
        _ => null,
    };

    public override TemplateValue Call(CallArguments arguments)
    {
        context.EnterCall();
        var scope = _surroundings.Inner();
        Bind(scope, arguments);
        var written = context.Capture(scope, macro.Body);
        context.LeaveCall();
        return written;
    }

    private void Bind(Scope scope, CallArguments arguments)
    {
        var (parameters, positional) = (macro.Parameters, arguments.Positional);
        var named = arguments.Named.Count == 0 ? null : new OrderedDictionary<string, TemplateValue>(arguments.Named, StringComparer.Ordinal);
        for (var i = 0; i < parameters.Count; i++)
        {
            var (name, number, otherwise) = parameters[i];
            TemplateValue? value = null;
            if (named?.Remove(name, out value) is true && i < positional.Count)
                throw new TemplateError($"macro '{macro.Name}' got two values for '{name}'");

            value ??= i < positional.Count ? positional[i] : null;
            value ??= otherwise is null ? null : context.EvaluateIn(scope, otherwise);
            scope.Set(number, value ?? new UndefinedValue($"parameter '{name}' was not provided"));
        }

        BindSpecial(scope, [.. positional.Skip(parameters.Count)], named ?? []);
    }

    private void BindSpecial(Scope scope, TemplateValue[] rest, OrderedDictionary<string, TemplateValue> named)
    {
        var special = macro.Special;
        if (special.Caller is { } caller)
            scope.Set(caller, named.Remove("caller", out var given) ? given : new UndefinedValue("No caller defined"));
        if (special.KwArgs is { } names)
            scope.Set(names, new DictValue(named.Select(entry => KeyValuePair.Create<TemplateValue, TemplateValue>(StringValue.FromTemplate(entry.Key), entry.Value)), isReadOnly: false));
        else if (named.Count > 0)
            throw new TemplateError($"macro '{macro.Name}' takes no keyword argument '{named.GetAt(0).Key}'");

        if (special.VarArgs is { } values)
            scope.Set(values, new TupleValue(rest));
        else if (rest.Length > 0)
            throw new TemplateError($"macro '{macro.Name}' takes at most {macro.Parameters.Count} arguments");
    }
}
