using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>An array: first the items with their own schemas, then the allowed number of other items.</summary>
internal sealed class ArrayRule(SchemaCompiler compiler, JsonElement schema, string at)
{
    private readonly JsonRules _json = compiler.Json;

    public string? Body()
    {
        var (least, most) = (SchemaKeywords.Count(schema, "minItems") ?? 0, SchemaKeywords.Count(schema, "maxItems"));
        if (least > most)
            return compiler.Notes.Contradiction(at, $"has at least {least} items and at most {most}");

        var (given, others) = SchemaItems.Of(schema);
        List<string> first = [];
        foreach (var item in given.Take(most ?? int.MaxValue))
        {
            if (compiler.RuleInside(item, $"{at}-item-{first.Count + 1}") is not { } rule)
            {
                most = first.Count; // the array ends before an item for which no value is valid
                break;
            }

            first.Add(rule);
        }

        var other = most <= first.Count ? null : compiler.RuleInside(others, $"{at}-item");
        if (other is null)
            most = Math.Min(most ?? int.MaxValue, first.Count);
        if (least > most)
            return compiler.Notes.Contradiction(at, $"has at least {least} items, but only {most} of them can have a value");

        return most == 0 ? $"\"[\" {_json.Space} \"]\"" : Brackets(Items(first, other, least, most), mayBeEmpty: least == 0);
    }

    private string Items(List<string> first, string? other, int least, int? most)
    {
        var tail = "";
        if (other is not null)
        {
            var next = compiler.Builder.AddRule($"{at}-next", $"\",\" {_json.Space} {other}");
            if (first.Count == 0)
                return $"{other} {Repetition.Of(compiler, next, Math.Max(0, least - 1), most - 1, at)}";

            tail = Repetition.Of(compiler, next, Math.Max(0, least - first.Count), most - first.Count, at);
        }

        for (var i = first.Count - 1; i > 0; i--)
        {
            var rest = compiler.Builder.AddRule($"{at}-next", $"\",\" {_json.Space} {first[i]} {tail}");
            tail = i >= least ? $"{rest}?" : rest;
        }

        return $"{first[0]} {tail}";
    }

    private string Brackets(string items, bool mayBeEmpty) =>
        mayBeEmpty ? $"\"[\" {_json.Space} ({items} {_json.Space})? \"]\"" : $"\"[\" {_json.Space} {items} {_json.Space} \"]\"";
}
