using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Grammars;

/// <summary>
/// Compiles a JSON schema to rules, one for each subschema. A recursive schema becomes a recursive rule. Constraints that a grammar cannot express are left out; beyond the limits
/// of size and depth, any JSON is allowed.
/// </summary>
internal sealed class SchemaCompiler
{
    private const int MaxSchemas = 4000;
    private const int MaxDepth = 60;

    private readonly JsonElement _root;
    private readonly SchemaReferences _references;
    private readonly SchemaMerge _merge;
    private readonly Dictionary<string, string?> _rules = new(StringComparer.Ordinal);
    private HashSet<string> _open = new(StringComparer.Ordinal);
    private int _depth;

    public SchemaCompiler(GbnfBuilder builder, JsonElement schema, JsonElement document, JsonNotation notation, ILogger logger)
    {
        (Builder, Json, Notes, _root) = (builder, new(builder, notation), new(logger), schema);
        _references = new(document);
        _merge = new(_references, Notes, builder.Limits);
    }

    public GbnfBuilder Builder { get; }

    public JsonRules Json { get; }

    public SchemaNotes Notes { get; }

    /// <summary>Properties that only conditions mention.</summary>
    public SchemaMentions MentionsIn(JsonElement schema) => SchemaMentions.Of(schema, _references);

    /// <summary>How many characters the grammar may still get.</summary>
    public int Room => Math.Max(0, Builder.Limits.Length - Builder.Length);

    /// <exception cref="EdgeOptionException">No JSON value satisfies the schema.</exception>
    public string Compile(string name) => RuleFor(_root, name) ?? throw Notes.Unsatisfiable(name);

    /// <summary>Returns the rule for a schema inside an object or an array; null if no value is valid.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="at">The place in the schema, for names and messages.</param>
    public string? RuleInside(JsonElement schema, string at)
    {
        var outer = _open;
        _open = new(StringComparer.Ordinal); // after a bracket, a schema may contain itself
        var rule = RuleFor(schema, at);
        _open = outer;
        return rule;
    }

    private string? RuleFor(JsonElement schema, string at)
    {
        if (schema.ValueKind == JsonValueKind.False)
            return null;
        if (schema.ValueKind != JsonValueKind.Object)
            return Json.Value;

        var text = schema.GetRawText();
        Builder.Limits.Spend(text.Length);
        if (_rules.TryGetValue(text, out var known))
            return _open.Contains(text) ? null : known; // a schema that refers to itself as an alternative adds nothing
        if (_rules.Count >= MaxSchemas || _depth >= MaxDepth || Room == 0)
        {
            Notes.Widened(at, "the schema is too large");
            return Json.Value;
        }

        var rule = Builder.Reserve(at);
        _rules[text] = rule;
        _open.Add(text);
        _depth++;
        var body = Body(schema, at);
        _depth--;
        _open.Remove(text);
        Builder.Define(rule, body ?? Json.Null); // no rule refers to a rule that matches nothing
        return _rules[text] = body is null ? null : rule;
    }

    private string? Body(JsonElement schema, string at)
    {
        if (schema.TryGetProperty("allOf", out _))
            return RuleFor(_merge.Flatten(schema, at), at);
        if (schema.TryGetProperty("$ref", out var reference))
            return Referred(schema, reference, at);
        if (schema.TryGetProperty("anyOf", out var any) && any.ValueKind == JsonValueKind.Array)
            return Alternatives(schema, "anyOf", any, at);
        if (schema.TryGetProperty("oneOf", out var one) && one.ValueKind == JsonValueKind.Array)
            return Alternatives(schema, "oneOf", one, at);

        Notes.UnsupportedKeywords(schema, at);
        if (EnumRule.AppliesTo(schema))
            return new EnumRule(this, schema, at).Body();

        var types = SchemaTypes.Of(schema);
        return types.Count == 0 ? Json.Value : Join(types.Select(type => OfType(type, schema, at)));
    }

    private string? Referred(JsonElement schema, JsonElement reference, string at)
    {
        if (SchemaKeywords.Constrains(schema, except: "$ref"))
            return RuleFor(_merge.Flatten(schema, at), at);
        if (_references.Find(reference) is { } target)
            return RuleFor(target, at);

        Notes.Widened(at, $"the reference {reference.GetRawText()} cannot be resolved");
        return Json.Value;
    }

    private string? Alternatives(JsonElement schema, string keyword, JsonElement alternatives, string at)
    {
        if (keyword == "oneOf" && !SchemaTypes.AreDisjoint(alternatives))
            Notes.Widened(at, "oneOf is treated as anyOf");

        var common = SchemaKeywords.Without(schema, keyword);
        var constrains = SchemaKeywords.Constrains(schema, except: keyword);
        return Join(alternatives.EnumerateArray().Select((alternative, i) =>
            RuleFor(constrains ? _merge.Both(common, alternative, at) : alternative, $"{at}-{i + 1}")));
    }

    private string? OfType(string type, JsonElement schema, string at) => type switch
    {
        "object" => new ObjectRule(this, schema, at).Body(),
        "array" => new ArrayRule(this, schema, at).Body(),
        "string" => new StringRule(this, schema, at).Body(),
        "integer" => NumberBounds.Of(schema, Notes, at).IntegerBody(this, at),
        "number" => NumberBounds.Of(schema, Notes, at).NumberBody(this, at),
        "boolean" => Json.Boolean,
        "null" => Json.Null,
        _ => Json.Value,
    };

    /// <summary>Returns a rule for the alternatives that have valid values; null if there are none. After an alternative that allows any JSON, the others have no effect.</summary>
    private string? Join(IEnumerable<string?> alternatives)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        List<string> possible = [];
        foreach (var alternative in alternatives.OfType<string>().Where(known.Add))
        {
            if (alternative == Json.Value)
                return alternative;
            possible.Add(alternative);
        }

        return possible.Count == 0 ? null : string.Join(" | ", possible);
    }
}
