using System.Globalization;

namespace Edge.AI.Catalog.Parsing;

/// <summary>
/// Reads the properties of one object: reports unknown, repeated and missing properties and wrong types, and applies the rules.
/// A value that cannot be read is reported and returned as an empty value.
/// </summary>
internal sealed class ObjectReader
{
    private readonly Dictionary<string, JsonValue> _values = new(StringComparer.Ordinal);
    private readonly ProblemList _problems;

    public ObjectReader(JsonObject source, ManifestProperties known, ProblemList problems)
    {
        _problems = problems;
        foreach (var property in source.Properties)
            Add(property.Name, property.Value, known);

        // If the object ends at a syntax error, missing properties may come after it.
        if (!source.IsComplete)
            return;

        foreach (var name in known.Required.Where(name => !_values.ContainsKey(name)))
            problems.Add(ProblemIds.MissingProperty, source.Span, $"'{name}' is missing. It is required for {known.Owner}.");

        foreach (var property in known.Advised.Where(property => !_values.ContainsKey(property.Name)))
            problems.Add(property.ProblemId, source.Span, property.Message);
    }

    public string? OptionalText(string name, string id, Func<string, string?> rule) => _values.ContainsKey(name) ? Text(name, id, rule) : null;

    public string Text(string name, string id, Func<string, string?> rule) => Value<JsonString>(name, "a string") is { } value ? Checked(value, id, rule) : "";

    public long Integer(string name, string id, Func<long, string?> rule) => Value<JsonNumber>(name, "a number") is { } number ? Integer(number, name, id, rule) : 0;

    /// <summary>The whole numbers of a list; none if the property is missing.</summary>
    public IEnumerable<long> Integers(string name, string id, Func<long, string?> rule) =>
        Items<JsonNumber>(name, "a number").Select(item => Integer(item, name, id, rule));

    /// <summary>The texts of a list; none if the property is missing.</summary>
    public EquatableList<string> Texts(string name, string id, Func<string, string?> rule) =>
        new(Items<JsonString>(name, "a string").Select(item => Checked(item, id, rule)));

    /// <summary>The items of a list without those of another type; none if the property is missing.</summary>
    public IReadOnlyList<T> Items<T>(string name, string kind)
        where T : JsonValue
    {
        var items = new List<T>();
        foreach (var item in Value<JsonArray>(name, "a list")?.Items ?? [])
        {
            if (item is T expected)
                items.Add(expected);
            else
                _problems.Add(ProblemIds.WrongType, item.Span, $"Every item of '{name}' must be {kind}, not {item.Kind}.");
        }

        return items;
    }

    /// <summary>The value of that type; null if it is missing. A value of another type is reported, and also null.</summary>
    public T? Value<T>(string name, string kind)
        where T : JsonValue
    {
        if (!_values.TryGetValue(name, out var value))
            return null;

        if (value is T expected)
            return expected;

        _problems.Add(ProblemIds.WrongType, value.Span, $"'{name}' must be {kind}, not {value.Kind}.");
        return null;
    }

    /// <summary>The value of that type; null if there is none, which is not reported.</summary>
    public T? Peek<T>(string name)
        where T : JsonValue => _values.TryGetValue(name, out var value) ? value as T : null;

    private void Add(JsonString name, JsonValue value, ManifestProperties known)
    {
        if (!known.All.Contains(name.Text, StringComparer.Ordinal))
            _problems.Add(ProblemIds.UnknownProperty, name.Span, Unknown(name.Text, known));
        else if (_values.TryGetValue(name.Text, out _))
            _problems.Add(ProblemIds.DuplicateProperty, name.Span, $"'{name.Text}' is used twice in this object.");
        else
            _values[name.Text] = value;
    }

    private static string Unknown(string name, ManifestProperties known) => EditDistance.Nearest(name, known.All) is { } nearest
        ? $"'{ModelRules.Shorten(name)}' is not a property of {known.Owner}. Did you mean '{nearest}'?"
        : $"'{ModelRules.Shorten(name)}' is not a property of {known.Owner}. The properties are {string.Join(", ", known.All)}.";

    private long Integer(JsonNumber number, string name, string id, Func<long, string?> rule)
    {
        if (!long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            var problem = number.Text.IndexOfAny(['.', 'e', 'E']) >= 0
                ? $"'{name}' must be a whole number, written with digits only."
                : $"'{ModelRules.Shorten(number.Text)}' is out of range. The maximum is {long.MaxValue}.";
            _problems.Add(id, number.Span, problem);
        }
        else if (rule(value) is { } problem)
        {
            _problems.Add(id, number.Span, problem);
        }

        return value;
    }

    private string Checked(JsonString value, string id, Func<string, string?> rule)
    {
        if (rule(value.Text) is { } problem)
            _problems.Add(id, value.Span, problem);

        return value.Text;
    }
}
