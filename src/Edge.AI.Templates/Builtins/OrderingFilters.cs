using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>Filters that compare elements with each other.</summary>
internal static class OrderingFilters
{
    public static IEnumerable<Builtin> All =>
    [
        new("sort", Sort, "reverse", "case_sensitive", "attribute"),
        new("dictsort", SortDict, "case_sensitive", "by", "reverse"),
        new("unique", Unique, "case_sensitive", "attribute"),
        new("groupby", GroupBy, "attribute", "default", "case_sensitive"),
        new("min", (value, arguments) => Extreme(value, arguments, sign: -1), "case_sensitive", "attribute"),
        new("max", (value, arguments) => Extreme(value, arguments, sign: 1), "case_sensitive", "attribute"),
    ];

    private static ListValue Sort(TemplateValue value, BuiltinArguments arguments) =>
        new(Comparison.Sort(value.RequireElements(), AttributePath.SortKey(arguments[2], arguments.Flag(1)), arguments.Flag(0)));

    private static ListValue SortDict(TemplateValue value, BuiltinArguments arguments)
    {
        var dict = value as DictValue ?? throw ((value as UndefinedValue)?.Error() ?? new TemplateError($"'dictsort' needs a dict, not {value.TypeName}"));
        var index = (arguments.Text(1)?.Text ?? "key") switch
        {
            "key" => 0,
            "value" => 1,
            _ => throw new TemplateError("You can only sort by either \"key\" or \"value\""),
        };
        return new(Comparison.Sort(DictMethods.Items(dict), AttributePath.SortKey(IntegerValue.Of(index), arguments.Flag(0)), arguments.Flag(2)));
    }

    private static IteratorValue Unique(TemplateValue value, BuiltinArguments arguments) =>
        new(value.RequireElements().DistinctBy(AttributePath.SortKey(arguments[1], arguments.Flag(0)), ValueComparer.Instance));

    private static ListValue GroupBy(TemplateValue value, BuiltinArguments arguments)
    {
        var (path, otherwise, isCaseSensitive) = (AttributePath.Of(arguments.Require(0)), arguments[1], arguments.Flag(2));
        var fold = AttributePath.SortKey(null, isCaseSensitive);
        var sorted = Comparison.Sort(value.RequireElements(), element => fold(Read(element)));
        var groups = new List<TemplateValue>();
        for (var start = 0; start < sorted.Count;)
        {
            var key = fold(Read(sorted[start]));
            var end = start + 1;
            while (end < sorted.Count && Comparison.AreEqual(fold(Read(sorted[end])), key))
                end++;
            groups.Add(new TupleValue([Read(sorted[start]), new ListValue(sorted.GetRange(start, end - start))], "grouper", "list"));
            start = end;
        }

        return new ListValue(groups);

        TemplateValue Read(TemplateValue element)
        {
            var found = path.Read(element);
            return found is UndefinedValue ? otherwise ?? found : found;
        }
    }

    private static TemplateValue Extreme(TemplateValue value, BuiltinArguments arguments, int sign)
    {
        var key = AttributePath.SortKey(arguments[1], arguments.Flag(0));
        return value.RequireElements().Aggregate(
            (TemplateValue?)null,
            (best, element) => best is null || Comparison.CompareForSort(key(element), key(best)) * sign > 0 ? element : best)
            ?? new UndefinedValue("No aggregated item, sequence was empty.");
    }
}
