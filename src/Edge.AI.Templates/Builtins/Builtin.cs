using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The code of a builtin. <paramref name="subject"/> is the value that a filter, test or method is applied to.</summary>
internal delegate TemplateValue BuiltinBody(TemplateValue subject, BuiltinArguments arguments);

/// <summary>A filter, a test, a method or a global function, with the names of its parameters in order.</summary>
internal sealed class Builtin(string name, BuiltinBody body, params string[] parameters)
{
    /// <summary>As the only parameter: the builtin accepts any arguments.</summary>
    public const string Any = "*";

    private readonly bool _takesAny = parameters is [Any];

    public string Name => name;

    /// <summary>Creates a test: a builtin that returns true or false.</summary>
    public static Builtin Test(string name, Func<TemplateValue, BuiltinArguments, bool> body, params string[] parameters) =>
        new(name, (subject, arguments) => BooleanValue.Of(body(subject, arguments)), parameters);

    /// <summary>
    /// Runs the builtin, and charges one pass over each of its texts. Elements, comparisons, searches and new values are charged where they happen.
    /// A builtin itself charges only work that grows faster than its texts.
    /// </summary>
    public TemplateValue Invoke(TemplateValue subject, CallArguments arguments)
    {
        ChargePass(subject);
        foreach (var argument in arguments.Positional)
            ChargePass(argument);
        foreach (var (_, argument) in arguments.Named)
            ChargePass(argument);
        return body(subject, new BuiltinArguments(arguments, parameters, _takesAny ? [] : Match(arguments)));
    }

    private static void ChargePass(TemplateValue value) => WorkMeter.Pass(value is StringValue text ? text.Text.Length : 0);

    private TemplateValue?[] Match(CallArguments arguments)
    {
        if (arguments.Positional.Count > parameters.Length)
            throw new TemplateError($"{name}() takes at most {parameters.Length} arguments, but {arguments.Positional.Count} were given");

        var values = new TemplateValue?[parameters.Length];
        for (var i = 0; i < arguments.Positional.Count; i++)
            values[i] = arguments.Positional[i];
        foreach (var (key, value) in arguments.Named)
        {
            var index = Array.IndexOf(parameters, key);
            if (index < 0)
                throw new TemplateError($"{name}() has no parameter '{key}'");
            if (values[index] is not null)
                throw new TemplateError($"{name}() got two values for '{key}'");
            values[index] = value;
        }

        return values;
    }
}
