using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Edge.AI.AspNetCore.Errors;

namespace Edge.AI.AspNetCore.Json;

/// <summary>An object in the JSON body of a request, with its place for errors. A property that is <c>null</c> counts as missing.</summary>
/// <param name="element">The object.</param>
/// <param name="path">Its place in the body; empty for the body itself.</param>
internal readonly struct RequestObject(JsonElement element, string path)
{
    public JsonElement Element => element;

    public string Path => path;

    /// <exception cref="ApiException">The element is not an object.</exception>
    public static RequestObject From(JsonElement element, string path) => element.ValueKind == JsonValueKind.Object
        ? new(element, path)
        : throw Wrong(path.Length == 0 ? "body" : path, "an object", element);

    /// <summary>Returns the place of a property.</summary>
    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public bool TryGet(string name, out JsonElement value) => element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    public bool Has(string name) => TryGet(name, out _);

    public string? Text(string name) => !TryGet(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong(PathOf(name), "a string", value);

    public string RequiredText(string name) => Text(name) is { Length: > 0 } text ? text : throw Missing(name);

    public bool? Flag(string name) => !TryGet(name, out var value) ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(PathOf(name), "true or false", value);

    public float? Number(string name) => !TryGet(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && float.IsFinite(number) ? number
        : throw Wrong(PathOf(name), "a number", value);

    public int? Whole(string name) => LongWhole(name) is not { } number ? null
        : number is >= int.MinValue and <= int.MaxValue ? (int)number
        : throw ApiException.Invalid(PathOf(name), $"'{PathOf(name)}' must be an integer of 32 bits.");

    public long? LongWhole(string name) => !TryGet(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : throw Wrong(PathOf(name), "an integer", value);

    public RequestObject? Object(string name) => TryGet(name, out var value) ? From(value, PathOf(name)) : null;

    /// <summary>Returns the objects of a list; null if the property is missing.</summary>
    public IEnumerable<RequestObject>? Objects(string name)
    {
        var place = PathOf(name);
        return List(name)?.Select((item, index) => From(item, $"{place}[{index}]"));
    }

    /// <summary>Returns the items of a list; null if the property is missing.</summary>
    public IEnumerable<JsonElement>? List(string name) => !TryGet(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray()
        : throw Wrong(PathOf(name), "a list", value);

    /// <summary>Returns the texts of a property that may be one text or a list of texts; null if it is missing.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return [value.GetString()!];

        var place = PathOf(name);
        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Wrong(place, "a string or a list of strings", value);
    }

    /// <exception cref="ApiException">One of these is set to a value other than <c>null</c>, <c>false</c>, <c>0</c>, or an empty list or object.</exception>
    public void Refuse(string reason, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (TryGet(name, out var value) && !IsNothing(value))
                throw ApiException.Unsupported(PathOf(name), $"'{PathOf(name)}' is not supported: {reason}");
        }
    }

    [DoesNotReturn]
    public void Fail(string name, string problem) => throw ApiException.Invalid(PathOf(name), $"'{PathOf(name)}' {problem}");

    public ApiException Missing(string name) => ApiException.Invalid(PathOf(name), $"'{PathOf(name)}' is missing.", "missing_required_parameter");

    public ApiException Unknown(string name, string value, string expected) => ApiException.Invalid(PathOf(name), $"'{PathOf(name)}' is '{Shorten(value)}'; expected {expected}.");

    private static ApiException Wrong(string place, string expected, JsonElement value) =>
        ApiException.Invalid(place, $"'{place}' must be {expected}, but it is {NameOf(value.ValueKind)}.", "invalid_type");

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "another number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
