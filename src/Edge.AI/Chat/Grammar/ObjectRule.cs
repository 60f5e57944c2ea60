using System.Text.Json;

namespace Edge.AI.Chat.Grammar;

/// <summary>
/// An object: its properties in the order in which the schema names them, the optional ones or not, then further ones where the schema
/// speaks of them. Each place where the next member is chosen is a rule, so that the grammar grows with the properties and no faster.
/// </summary>
internal sealed class ObjectRule(SchemaCompiler compiler, JsonElement schema, string at)
{
    private const int MaxProperties = 500;

    private readonly JsonRules _json = compiler.Json;

    public string? Body()
    {
        var properties = SchemaKeywords.Members(schema, "properties");
        HashSet<string> required = new(SchemaKeywords.Strings(schema, "required"), StringComparer.Ordinal);
        var named = properties.Select(property => property.Key).Union(required, StringComparer.Ordinal).ToList();
        if (named.Count > MaxProperties)
        {
            compiler.Notes.Widened(at, $"it has {named.Count} properties, more than {MaxProperties}");
            return _json.Object;
        }

        if (named.Count == 0)
            return Dictionary();

        var schemas = properties.ToDictionary(StringComparer.Ordinal);
        List<Member> members = [];
        foreach (var name in named)
        {
            var given = schemas.TryGetValue(name, out var property) || schema.TryGetProperty("additionalProperties", out property) ? property : JsonElement.Parse("true");
            if (given.ValueKind == JsonValueKind.False && !required.Contains(name))
                continue;
            if (compiler.RuleInside(given, $"{at}-{name}") is not { } value)
                return compiler.Notes.Contradiction($"{at}-{name}", "is a property that can't have any value");

            members.Add(new($"{_json.Name(name)} {JsonRules.Colon} {value}", required.Contains(name)));
        }

        NoteCounts();
        return Chain(members, FurtherMembers(named));
    }

    /// <summary>What <c>additionalProperties</c> says, if it says that there may be any.</summary>
    private JsonElement? Further =>
        schema.TryGetProperty("additionalProperties", out var further) && further.ValueKind is JsonValueKind.True or JsonValueKind.Object ? further : null;

    private string Chain(List<Member> members, string? further)
    {
        var next = further;
        var mayEnd = true;
        foreach (var member in Enumerable.Reverse(members))
        {
            var rest = next is null ? "" : mayEnd ? $" (\",\" {_json.Space} {next})?" : $" \",\" {_json.Space} {next}";
            next = compiler.Builder.AddRule($"{at}-next", member.IsRequired || next is null ? member.Body + rest : $"{member.Body}{rest} | {next}");
            mayEnd &= !member.IsRequired;
        }

        return next is null ? Empty
            : mayEnd ? $"\"{{\" {_json.Space} ({next} {_json.Space})? \"}}\""
            : $"\"{{\" {_json.Space} {next} {_json.Space} \"}}\"";
    }

    /// <summary>Members beyond the named ones; their names must be others, since a reader would take the last of equal ones.</summary>
    private string? FurtherMembers(IReadOnlyList<string> named)
    {
        if (Further is not { } further || compiler.RuleInside(further, $"{at}-further") is not { } value)
            return null;
        var name = OtherNames.Add(compiler.Builder, named, at);
        if (name is null)
            compiler.Notes.Widened(at, "there are too many names to tell those of further properties from");

        var member = compiler.Builder.AddRule($"{at}-further-member", $"{(name is null ? _json.String : $"({_json.Quoted(name, singleQuoted: null)})")} {JsonRules.Colon} {value}");
        return compiler.Builder.AddRule($"{at}-further-members", $"{member} (\",\" {_json.Space} {member})*");
    }

    /// <summary>An object whose properties have no names in the schema.</summary>
    private string? Dictionary()
    {
        var (least, most) = (SchemaKeywords.Count(schema, "minProperties") ?? 0, SchemaKeywords.Count(schema, "maxProperties"));
        if (least > most)
            return compiler.Notes.Contradiction(at, $"has at least {least} properties and at most {most}");
        if (least > 1)
            compiler.Notes.Widened(at, "minProperties above 1 can't be expressed, because names may repeat");
        if (most == 0)
            return Empty;

        var further = schema.TryGetProperty("additionalProperties", out var given) ? given : JsonElement.Parse("true");
        if (further.ValueKind is not JsonValueKind.Object && further.ValueKind is not JsonValueKind.False && least == 0 && most is null)
            return _json.Object;
        if (compiler.RuleInside(further, $"{at}-further") is not { } value)
            return least > 0 ? compiler.Notes.Contradiction(at, "must have properties, but may not") : Empty;

        var first = compiler.Builder.AddRule($"{at}-further-member", $"{_json.String} {JsonRules.Colon} {value}");
        var next = compiler.Builder.AddRule($"{at}-next", $"\",\" {_json.Space} {first}");
        var members = $"{first} {Repetition.Of(compiler, next, Math.Max(0, least - 1), most - 1, at)} {_json.Space}";
        return least > 0 ? $"\"{{\" {_json.Space} {members} \"}}\"" : $"\"{{\" {_json.Space} ({members})? \"}}\"";
    }

    private string Empty => $"\"{{\" {_json.Space} \"}}\"";

    private void NoteCounts()
    {
        if (schema.TryGetProperty("minProperties", out _) || schema.TryGetProperty("maxProperties", out _))
            compiler.Notes.Widened(at, "minProperties and maxProperties can't be expressed beside named properties");
    }

    private sealed record Member(string Body, bool IsRequired);
}
