using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Edge.AI.Tests.Support;

/// <summary>Validates JSON against a schema according to the specification, independently of the grammars. A keyword that it cannot check is an error.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    public IEnumerable<string> Errors(JsonElement value) => Errors(root, value, "$");

    private IEnumerable<string> Errors(JsonElement schema, JsonElement value, string at)
    {
        if (schema.ValueKind == JsonValueKind.True)
            yield break;
        if (schema.ValueKind == JsonValueKind.False)
        {
            yield return $"{at}: nothing is allowed";
            yield break;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            foreach (var error in Errors(keyword.Name, keyword.Value, schema, value, at))
                yield return $"{at}: {error}";
        }
    }

    private IEnumerable<string> Errors(string keyword, JsonElement rule, JsonElement schema, JsonElement value, string at) => keyword switch
    {
        "$defs" or "description" or "title" or "default" or "$schema" => [],
        "type" => Check(rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Any(type => IsA(value, type.GetString()!)) : IsA(value, rule.GetString()!), $"{value.GetRawText()} is not of type {rule}"),
        "enum" => Check(rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)), $"{value.GetRawText()} is not in {rule}"),
        "const" => Check(JsonElement.DeepEquals(rule, value), $"{value.GetRawText()} is not {rule}"),
        "anyOf" => Check(rule.EnumerateArray().Any(one => !Errors(one, value, at).Any()), $"{value.GetRawText()} satisfies none of {rule}"),
        "oneOf" => Check(rule.EnumerateArray().Count(one => !Errors(one, value, at).Any()) == 1, $"{value.GetRawText()} does not satisfy exactly one of {rule}"),
        "allOf" => rule.EnumerateArray().SelectMany(one => Errors(one, value, at)),
        "$ref" => Errors(Find(rule.GetString()!), value, at),
        "properties" or "required" or "additionalProperties" or "minProperties" or "maxProperties" => value.ValueKind == JsonValueKind.Object ? ObjectErrors(keyword, rule, schema, value, at) : [],
        "items" or "prefixItems" or "minItems" or "maxItems" => value.ValueKind == JsonValueKind.Array ? ArrayErrors(keyword, rule, schema, value, at) : [],
        "minLength" or "maxLength" or "pattern" or "format" => value.ValueKind == JsonValueKind.String ? StringErrors(keyword, rule, value.GetString()!) : [],
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => value.ValueKind == JsonValueKind.Number ? NumberErrors(keyword, rule.GetDecimal(), value.GetDecimal()) : [],
        _ => [$"the keyword {keyword} can't be checked"],
    };

    private static bool IsA(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && decimal.IsInteger(value.GetDecimal()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };

    private IEnumerable<string> ObjectErrors(string keyword, JsonElement rule, JsonElement schema, JsonElement value, string at)
    {
        var members = value.EnumerateObject().ToList();
        var names = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(property => property.Name).ToHashSet() : [];
        return keyword switch
        {
            "properties" => members.Where(member => names.Contains(member.Name)).SelectMany(member => Errors(rule.GetProperty(member.Name), member.Value, $"{at}.{member.Name}")),
            "required" => rule.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{name} is missing"),
            "additionalProperties" => members.Where(member => !names.Contains(member.Name)).SelectMany(member => Errors(rule, member.Value, $"{at}.{member.Name}")),
            "minProperties" => Check(members.Count >= rule.GetInt32(), "there are too few members"),
            _ => Check(members.Count <= rule.GetInt32(), "there are too many members"),
        };
    }

    private IEnumerable<string> ArrayErrors(string keyword, JsonElement rule, JsonElement schema, JsonElement value, string at)
    {
        var items = value.EnumerateArray().ToList();
        var first = schema.TryGetProperty("prefixItems", out var prefix) ? prefix.GetArrayLength() : 0;
        return keyword switch
        {
            "items" => items.Skip(first).SelectMany((item, i) => Errors(rule, item, $"{at}[{first + i}]")),
            "prefixItems" => items.Take(first).SelectMany((item, i) => Errors(rule[i], item, $"{at}[{i}]")),
            "minItems" => Check(items.Count >= rule.GetInt32(), "there are too few items"),
            _ => Check(items.Count <= rule.GetInt32(), "there are too many items"),
        };
    }

    private static IEnumerable<string> StringErrors(string keyword, JsonElement rule, string text) => keyword switch
    {
        "minLength" => Check(text.EnumerateRunes().Count() >= rule.GetInt32(), $"'{text}' is shorter than {rule}"),
        "maxLength" => Check(text.EnumerateRunes().Count() <= rule.GetInt32(), $"'{text}' is longer than {rule}"),
        "pattern" => Check(Regex.IsMatch(OneUnitEach(text), rule.GetString()!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(10)), $"'{text}' does not match {rule}"),
        _ => Check(HasFormat(text, rule.GetString()!), $"'{text}' has not the format {rule}"),
    };

    /// <summary>Patterns of the specification count characters, those of .NET count UTF-16 units.</summary>
    private static string OneUnitEach(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp ? (char)rune.Value : '\uE000'));

    private static bool HasFormat(string text, string format) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "time" => TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out _),
        "date-time" => JsonSerializer.SerializeToElement(text).TryGetDateTimeOffset(out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        _ => false,
    };

    private static IEnumerable<string> NumberErrors(string keyword, decimal bound, decimal number) => Check(
        keyword switch { "minimum" => number >= bound, "maximum" => number <= bound, "exclusiveMinimum" => number > bound, _ => number < bound },
        $"{number} breaks {keyword} {bound}");

    private JsonElement Find(string reference) =>
        reference.Split('/').Skip(1).Aggregate(root, (place, part) => place.GetProperty(part));

    private static IEnumerable<string> Check(bool holds, string error) => holds ? [] : [error];
}
