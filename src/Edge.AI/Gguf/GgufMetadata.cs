using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Edge.AI.Gguf;

/// <summary>
/// The metadata of a file: numbers and Booleans as .NET's own types, <see cref="string"/>, or <see cref="GgufArray"/>.
/// The typed lookups give null for a key that is absent and refuse a value of another type.
/// </summary>
internal sealed class GgufMetadata(string fileName, IReadOnlyDictionary<string, object> values) : IReadOnlyDictionary<string, object>
{
    public int Count => values.Count;

    public IEnumerable<string> Keys => values.Keys;

    public IEnumerable<object> Values => values.Values;

    public object this[string key] => values[key];

    public string? FindText(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        string text => text,
        var other => throw WrongType(key, other, "String"),
    };

    public GgufArray? FindArray(string key, GgufValueType elementType) => values.GetValueOrDefault(key) switch
    {
        null => null,
        GgufArray array when array.ElementType == elementType => array,
        var other => throw WrongType(key, other, $"array of {elementType}"),
    };

    /// <summary>A number of things: an integer from 0 to <see cref="int.MaxValue"/>, whatever its width in the file.</summary>
    public int? FindCount(string key) => values.GetValueOrDefault(key) is { } value ? ToCount(key, value) : null;

    /// <summary>One number for all layers, or an array with one for each.</summary>
    public GgufLayerCounts? FindLayerCounts(string key, int? layers) => values.GetValueOrDefault(key) switch
    {
        null => null,
        GgufArray { Integers: [_, ..] each } when each.Count >= (layers ?? 0) => new([.. each.Select(count => ToCount(key, count))]),
        GgufArray array => throw WrongType(key, array, $"an integer for each of {layers ?? 1} layers"),
        var value => new(ToCount(key, value)),
    };

    public bool ContainsKey(string key) => values.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => values.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int ToCount(string key, object value)
    {
        Int128 count = value switch
        {
            byte number => number,
            sbyte number => number,
            ushort number => number,
            short number => number,
            uint number => number,
            int number => number,
            ulong number => number,
            long number => number,
            _ => throw WrongType(key, value, "an integer"),
        };
        return count >= 0 && count <= int.MaxValue ? (int)count : throw Invalid($"has {count} for '{key}', which no model can have");
    }

    private ModelValidationException WrongType(string key, object value, string expected) =>
        Invalid($"has '{key}' as {(value is GgufArray array ? $"array of {array.Count} {array.ElementType}" : value.GetType().Name)}, where {expected} is expected");

    private ModelValidationException Invalid(string problem) =>
        new(fileName, problem + ".", "The file is damaged or was written by a faulty tool: download it again, or convert the model again.");
}
