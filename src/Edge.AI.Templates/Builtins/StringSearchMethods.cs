using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The search methods of strings.</summary>
internal static class StringSearchMethods
{
    public static IEnumerable<Builtin> All =>
    [
        StringMethods.Of("startswith", (text, arguments) => HasAffix(text, arguments, (part, affix) => part.StartsWith(affix, StringComparison.Ordinal)), "prefix", "start", "end"),
        StringMethods.Of("endswith", (text, arguments) => HasAffix(text, arguments, (part, affix) => part.EndsWith(affix, StringComparison.Ordinal)), "suffix", "start", "end"),
        StringMethods.Of("find", (text, arguments) => Position(text, arguments, isLast: false), "sub", "start", "end"),
        StringMethods.Of("rfind", (text, arguments) => Position(text, arguments, isLast: true), "sub", "start", "end"),
        StringMethods.Of("index", (text, arguments) => RequirePosition(text, arguments, isLast: false), "sub", "start", "end"),
        StringMethods.Of("rindex", (text, arguments) => RequirePosition(text, arguments, isLast: true), "sub", "start", "end"),
        StringMethods.Of("count", Count, "sub", "start", "end"),
    ];

    private static BooleanValue HasAffix(StringValue text, BuiltinArguments arguments, Func<string, string, bool> test)
    {
        var part = Part(text, arguments, out _);
        return BooleanValue.Of(part is not null && arguments.Require(0) switch
        {
            StringValue affix => Test(affix),
            TupleValue affixes => affixes.Values.Any(affix => affix is StringValue value ? Test(value) : throw Wrong(affix)),
            var other => throw Wrong(other),
        });

        bool Test(StringValue affix)
        {
            WorkMeter.Pass(affix.Text.Length);
            return test(part, affix.Text);
        }

        static TemplateError Wrong(TemplateValue value) =>
            new($"the first argument must be str or a tuple of str, not {value.TypeName}");
    }

    private static IntegerValue RequirePosition(StringValue text, BuiltinArguments arguments, bool isLast)
    {
        var position = Position(text, arguments, isLast);
        return position.Value >= 0 ? position : throw new TemplateError("substring not found");
    }

    private static IntegerValue Position(StringValue text, BuiltinArguments arguments, bool isLast)
    {
        var part = Part(text, arguments, out var start);
        if (part is null)
            return IntegerValue.Of(-1);

        var wanted = arguments.RequireText(0).Text;
        var offset = isLast ? TextSearch.LastIndexOf(part, wanted, part.Length) : TextSearch.IndexOf(part, wanted, 0);
        return IntegerValue.Of(offset < 0 ? -1 : start + CodePoints.IndexOf(part, offset));
    }

    private static IntegerValue Count(StringValue text, BuiltinArguments arguments)
    {
        var wanted = arguments.RequireText(0).Text;
        if (Part(text, arguments, out _) is not { } part)
            return IntegerValue.Of(0);
        if (wanted.Length == 0)
            return IntegerValue.Of(CodePoints.Count(part) + 1);

        var count = 0;
        for (var at = 0; (at = TextSearch.IndexOf(part, wanted, at)) >= 0; at += wanted.Length)
            count++;
        return IntegerValue.Of(count);
    }

    /// <summary>Returns the range of the arguments <c>start</c> and <c>end</c>, or <see langword="null"/> if start is beyond the end.</summary>
    private static string? Part(StringValue text, BuiltinArguments arguments, out int start)
    {
        start = 0;
        if (arguments[1] is null && arguments[2] is null)
            return text.Text;

        var count = text.Count!.Value;
        start = Limit(arguments.Integer(1, 0), count);
        var end = Math.Min(Limit(arguments.Integer(2, count), count), count);
        if (start > end)
            return null;

        var offset = CodePoints.OffsetOf(text.Text, start);
        return text.Slice(offset, CodePoints.OffsetOf(text.Text, end) - offset).Text;

        static int Limit(int index, int count) => index < 0 ? Math.Max(0, index + count) : index;
    }
}
