using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Grammars;

/// <summary>
/// Composes a grammar from rules and JSON schemas. The caller writes the parts around the JSON, such as markers and names. Rules refer to each other by the names that the
/// methods return.
/// </summary>
/// <param name="logger">Receives a note for each part of a schema that a grammar cannot enforce; null for none.</param>
/// <param name="limits">The limits for all schemas of the grammar; null for the default limits.</param>
internal sealed class GbnfBuilder(ILogger? logger = null, GrammarLimits? limits = null)
{
    private const int MaxNameLength = 60;

    private readonly Dictionary<string, string> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _once = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The number of characters in the rules so far.</summary>
    public int Length { get; private set; }

    /// <summary>The limits for all schemas of the grammar.</summary>
    public GrammarLimits Limits { get; } = limits ?? new();

    /// <inheritdoc cref="Gbnf.Literal"/>
    public static string Literal(string text) => Gbnf.Literal(text);

    /// <summary>Adds a rule and returns its name, which is the wanted name if that is free and valid.</summary>
    /// <param name="name">The wanted name. Characters other than letters, digits and hyphens become hyphens.</param>
    /// <param name="body">The right side of the rule, in llama.cpp's notation.</param>
    public string AddRule(string name, string body)
    {
        var free = Reserve(name);
        Define(free, body);
        return free;
    }

    /// <summary>Adds rules for the JSON values of a schema, and returns the name of the rule for a whole value.</summary>
    /// <exception cref="EdgeOptionException">No JSON value satisfies the schema.</exception>
    public string AddSchema(string name, JsonElement schema) => AddSchema(name, schema, schema, JsonNotation.Json);

    /// <summary>Adds rules for the values of a schema inside of a larger document, as <see cref="AddSchema(string, JsonElement)"/> does.</summary>
    /// <param name="name">The wanted name of the rule.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="document">The document to which its references refer.</param>
    /// <param name="notation">The notation of values.</param>
    /// <exception cref="EdgeOptionException">No JSON value satisfies the schema.</exception>
    public string AddSchema(string name, JsonElement schema, JsonElement document, JsonNotation notation) =>
        new SchemaCompiler(this, schema, document, notation, logger ?? NullLogger.Instance).Compile(name);

    /// <summary>Adds rules for the JSON of a response format: the values of its schema, or any object if it has no schema.</summary>
    /// <inheritdoc cref="AddSchema(string, JsonElement)"/>
    public string AddResponse(string name, ChatResponseFormatJson format) =>
        format.Schema is { } schema ? AddSchema(name, schema) : new JsonRules(this).Object;

    /// <summary>Reserves a name for a rule that is defined later, so that it can refer to itself.</summary>
    public string Reserve(string name)
    {
        var wanted = ValidName(name);
        var free = wanted;
        while (!_rules.TryAdd(free, ""))
        {
            _numbers[wanted] = _numbers.GetValueOrDefault(wanted, 1) + 1; // continues where the last search ended
            free = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{_numbers[wanted]}");
        }

        return free;
    }

    /// <summary>Defines a reserved rule.</summary>
    public void Define(string name, string body)
    {
        _rules[name] = body;
        Length += body.Length;
    }

    /// <summary>Adds a rule, unless an equal rule was shared before.</summary>
    public string Share(string name, string body)
    {
        if (!_shared.TryGetValue(body, out var known))
            _shared[body] = known = AddRule(name, body);
        return known;
    }

    /// <summary>Returns a rule with a fixed name that the whole grammar shares. Its body is created the first time.</summary>
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
