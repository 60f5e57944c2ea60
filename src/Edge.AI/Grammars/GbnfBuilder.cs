using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Grammars;

/// <summary>
/// Composes a grammar from rules and JSON schemas: what is around the JSON (a marker, a name) is written by the caller, the rest follows
/// the schema. Rules refer to each other by the names that are returned.
/// </summary>
/// <param name="logger">Where is noted what a schema asks for and a grammar can't express; null for nowhere.</param>
/// <param name="limits">What the schemas of the grammar may cost together; null for the usual.</param>
internal sealed class GbnfBuilder(ILogger? logger = null, GrammarLimits? limits = null)
{
    private const int MaxNameLength = 60;

    private readonly Dictionary<string, string> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _once = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>How many characters the rules have that are defined so far.</summary>
    public int Length { get; private set; }

    /// <summary>What the schemas of the grammar may still cost.</summary>
    public GrammarLimits Limits { get; } = limits ?? new();

    /// <inheritdoc cref="Gbnf.Literal"/>
    public static string Literal(string text) => Gbnf.Literal(text);

    /// <summary>Adds a rule and returns the name that it got: the one asked for, if it is free and a valid name.</summary>
    /// <param name="name">What to call it; other characters than letters, digits and hyphens become hyphens.</param>
    /// <param name="body">What it matches, in llama.cpp's notation.</param>
    public string AddRule(string name, string body)
    {
        var free = Reserve(name);
        Define(free, body);
        return free;
    }

    /// <summary>Adds rules for the JSON values that a schema describes, and returns the name of the one that matches a whole value.</summary>
    /// <exception cref="EdgeOptionException">No JSON value can satisfy the schema.</exception>
    public string AddSchema(string name, JsonElement schema) => AddSchema(name, schema, schema, JsonNotation.Json);

    /// <summary>Adds rules for the values that one schema of a larger document describes, as <see cref="AddSchema(string, JsonElement)"/> does.</summary>
    /// <param name="name">What to call the rule.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="document">The document that its references lead into.</param>
    /// <param name="notation">How values are written.</param>
    /// <exception cref="EdgeOptionException">No JSON value can satisfy the schema.</exception>
    public string AddSchema(string name, JsonElement schema, JsonElement document, JsonNotation notation) =>
        new SchemaCompiler(this, schema, document, notation, logger ?? NullLogger.Instance).Compile(name);

    /// <summary>Adds rules for the JSON of a response format: of its schema, or any object where it has none.</summary>
    /// <inheritdoc cref="AddSchema(string, JsonElement)"/>
    public string AddResponse(string name, ChatResponseFormatJson format) =>
        format.Schema is { } schema ? AddSchema(name, schema) : new JsonRules(this).Object;

    /// <summary>A name for a rule that is defined later, so that it can refer to itself.</summary>
    public string Reserve(string name)
    {
        var wanted = ValidName(name);
        var free = wanted;
        while (!_rules.TryAdd(free, ""))
        {
            _numbers[wanted] = _numbers.GetValueOrDefault(wanted, 1) + 1; // where the last search ended, not from the beginning each time
            free = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{_numbers[wanted]}");
        }

        return free;
    }

    /// <summary>Says what a reserved name matches.</summary>
    public void Define(string name, string body)
    {
        _rules[name] = body;
        Length += body.Length;
    }

    /// <summary>Adds a rule, unless one that matches the same was shared before.</summary>
    public string Share(string name, string body)
    {
        if (!_shared.TryGetValue(body, out var known))
            _shared[body] = known = AddRule(name, body);
        return known;
    }

    /// <summary>A rule that every part of the grammar knows by the same name; its body is made when it is first asked for.</summary>
    public string Once(string name, Func<string> body)
    {
        if (_once.TryGetValue(name, out var known))
            return known;

        var rule = body();
        return _once[name] = AddRule(name, rule);
    }

    /// <summary>The whole grammar.</summary>
    public override string ToString() =>
        _rules.Aggregate(new StringBuilder(), (gbnf, rule) => gbnf.Append(rule.Key).Append(" ::= ").Append(rule.Value).Append('\n')).ToString();

    private static string ValidName(string name)
    {
        var valid = string.Concat(name.Take(MaxNameLength).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return valid.Length > 0 ? valid : "rule";
    }
}
