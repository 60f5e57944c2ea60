using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>
/// An object: its properties in the order of the schema, where optional ones may be missing, then additional properties if the schema mentions them. Each place where the
/// next member is chosen is a rule, so that the size of the grammar is linear in the number of properties.
/// </summary>
internal sealed class ObjectRule(SchemaCompiler compiler, JsonElement schema, string at)
{
    private const int MaxProperties = 500;

    private static readonly JsonElement s_any = JsonElement.Parse("true");
    private static readonly string[] s_conditions = ["if", "then", "else", "dependentSchemas", "dependencies", "$dynamicRef", "$recursiveRef"];

    private readonly JsonRules _json = compiler.Json;
    private readonly NamePatterns _patterns = NamePatterns.Of(schema);
    private SchemaMentions? _mentions;

    public string? Body()
    {
        var properties = SchemaKeywords.Members(schema, "properties").ToDictionary(StringComparer.Ordinal);
        HashSet<string> required = new(SchemaKeywords.Strings(schema, "required"), StringComparer.Ordinal);
        var named = SchemaKeywords.Members(schema, "properties").Select(property => property.Key).Union(required, StringComparer.Ordinal).ToList();
        if (named.Count > MaxProperties)
        {
            compiler.Notes.Widened(at, $"the object has {named.Count} properties; {MaxProperties} are supported");
            return _json.Object;
        }

        if (named.Count == 0)
            return Dictionary();

        // If any additional property is allowed, or none, properties that only conditions mention need no place of their own.
        if (Further is null && !schema.TryGetProperty("additionalProperties", out _))
        {
            _mentions = compiler.MentionsIn(schema);
            named = [.. named.Union(_mentions.Names, StringComparer.Ordinal)];
        }

        List<Member> members = [];
        foreach (var name in named)
        {
            var given = SchemaOf(name, properties);
            if (given.ValueKind == JsonValueKind.False && !required.Contains(name))
                continue;

            var contradictions = compiler.Notes.Contradictions;
            if (compiler.RuleInside(given, $"{at}-{name}") is { } value)
                members.Add(new($"{_json.Name(name)} {JsonRules.Colon} {value}", required.Contains(name)));
            else if (required.Contains(name) || compiler.Notes.Contradictions > contradictions)
                return compiler.Notes.Contradiction($"{at}-{name}", "is a property for which no value is valid");
        }

        NoteCounts();
        return Chain(members, FurtherMembers(named));
    }

    /// <summary>The schema of <c>additionalProperties</c>, or of <c>unevaluatedProperties</c> if that is missing; null if they are not allowed.</summary>
    private JsonElement? Further =>
        schema.TryGetProperty("additionalProperties", out var further) ? Open(further)
        : !schema.TryGetProperty("unevaluatedProperties", out further) ? null
        : s_conditions.Any(keyword => schema.TryGetProperty(keyword, out _)) ? Open(further) is null ? null : s_any // what a condition speaks of counts as evaluated
        : Open(further);

    private static JsonElement? Open(JsonElement further) => further.ValueKind is JsonValueKind.True or JsonValueKind.Object ? further : null;

    /// <summary>Returns everything that the schema requires of a property: by its name, by patterns, or as an additional property.</summary>
    private JsonElement SchemaOf(string name, Dictionary<string, JsonElement> properties)
    {
        List<JsonElement> parts = [.. _patterns.SchemasOf(name)];
        if (properties.TryGetValue(name, out var property))
            parts.Insert(0, property);
        if (parts.Exists(part => part.ValueKind == JsonValueKind.False))
            return JsonElement.Parse("false");
        if (parts.Count > 0)
            return parts.Count == 1 ? parts[0] : SchemaKeywords.Write([KeyValuePair.Create("allOf", SchemaKeywords.Write(parts))]);
        return _patterns.MatchNone(name) && schema.TryGetProperty("additionalProperties", out var further) ? further : s_any;
    }

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

    /// <summary>A rule for additional members: those of patterns, and others if the schema mentions them; null for none.</summary>
    private string? FurtherMembers(IReadOnlyList<string> named)
    {
        var members = PatternMembers();
        if (Further is { } further && OtherMember(further, named) is { } other)
            members.Add(other);
        if (members.Count == 0)
            return null;

        var member = members is [var only] ? only : compiler.Builder.AddRule($"{at}-further-member", string.Join(" | ", members));
        return compiler.Builder.AddRule($"{at}-further-members", $"{member} (\",\" {_json.Space} {member})*");
    }

    private List<string> PatternMembers()
    {
        List<string> members = [];
        foreach (var (pattern, value) in _patterns.Items.Concat((_mentions?.Patterns ?? []).Select(pattern => KeyValuePair.Create(pattern, s_any))))
        {
            if (value.ValueKind == JsonValueKind.False || compiler.RuleInside(value, $"{at}-pattern") is not { } rule)
                continue;

            var name = PatternRule.Body(compiler, pattern, at);
            if (name is null)
                compiler.Notes.Widened(at, $"the pattern {pattern} of patternProperties is not supported, so any name is allowed");
            members.Add(compiler.Builder.AddRule($"{at}-pattern-member", $"{(name is null ? _json.String : $"({_json.Quoted(name, singleQuoted: null)})")} {JsonRules.Colon} {rule}"));
        }

        return members;
    }

    /// <summary>A rule for a member with a new name, because a parser would use the last of two equal names; null if there is none.</summary>
    private string? OtherMember(JsonElement further, IReadOnlyList<string> named)
    {
        if (compiler.RuleInside(further, $"{at}-further") is not { } value)
            return null;

        var name = _patterns.Items.Count > 0 ? UnmatchedNames.Add(compiler.Builder, _patterns.Items.Select(item => item.Key), named, at)
            : named.Count > 0 ? OtherNames.Add(compiler.Builder, named, at)
            : "";
        if (name is null)
            compiler.Notes.Widened(at, "there are too many names to exclude them from additional properties");
        else if (name.Length == 0 && _patterns.Items.Count > 0)
            return null; // the patterns match every name

        return compiler.Builder.AddRule($"{at}-further-member", $"{(string.IsNullOrEmpty(name) ? _json.String : $"({_json.Quoted(name, singleQuoted: null)})")} {JsonRules.Colon} {value}");
    }

    /// <summary>An object whose properties have no names in the schema.</summary>
    private string? Dictionary()
    {
        var (least, most) = (SchemaKeywords.Count(schema, "minProperties") ?? 0, SchemaKeywords.Count(schema, "maxProperties"));
        if (least > most)
            return compiler.Notes.Contradiction(at, $"has at least {least} properties and at most {most}");
        if (least > 1)
            compiler.Notes.Widened(at, "minProperties above 1 is not supported, because names may repeat");
        if (most == 0)
            return Empty;

        var isClosed = schema.TryGetProperty("additionalProperties", out var given) ? given.ValueKind == JsonValueKind.False
            : schema.TryGetProperty("unevaluatedProperties", out var unevaluated) && unevaluated.ValueKind == JsonValueKind.False && !s_conditions.Any(keyword => schema.TryGetProperty(keyword, out _));
        if (!isClosed && _patterns.Items.Count == 0 && (Further ?? s_any).ValueKind == JsonValueKind.True && least == 0 && most is null)
            return _json.Object;

        var members = PatternMembers();
        if (!isClosed && OtherMember(Further ?? s_any, []) is { } other)
            members.Add(other);
        if (members.Count == 0)
            return least > 0 ? compiler.Notes.Contradiction(at, "must have properties, but no property is allowed") : Empty;

        var first = members is [var only] ? only : compiler.Builder.AddRule($"{at}-further-member", string.Join(" | ", members));
        var next = compiler.Builder.AddRule($"{at}-next", $"\",\" {_json.Space} {first}");
        var all = $"{first} {Repetition.Of(compiler, next, Math.Max(0, least - 1), most - 1, at)} {_json.Space}";
        return least > 0 ? $"\"{{\" {_json.Space} {all} \"}}\"" : $"\"{{\" {_json.Space} ({all})? \"}}\"";
    }

    private string Empty => $"\"{{\" {_json.Space} \"}}\"";

    private void NoteCounts()
    {
        if (schema.TryGetProperty("minProperties", out _) || schema.TryGetProperty("maxProperties", out _))
            compiler.Notes.Widened(at, "minProperties and maxProperties are not supported together with named properties");
    }

    private sealed record Member(string Body, bool IsRequired);
}
