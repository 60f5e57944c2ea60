using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Edge.AI.Gguf;

/// <summary>
/// The metadata of a file by key. Values are numbers of .NET's types, <see cref="bool"/>, <see cref="string"/> or <see cref="GgufArray"/>.
/// The typed lookups return <see langword="null"/> for a missing key, and throw <see cref="GgufException"/> for a value of another type.
/// </summary>
public sealed class GgufMetadata : IReadOnlyDictionary<string, object>
{
    private readonly string _fileName;
    private readonly IReadOnlyDictionary<string, object> _values;

    internal GgufMetadata(string fileName, IReadOnlyDictionary<string, object> values) => (_fileName, _values) = (fileName, values);

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<object> Values => _values.Values;

    /// <inheritdoc/>
    public object this[string key] => _values[key];

    /// <summary>Returns the string of a key.</summary>
    /// <param name="key">The key, for example <c>general.name</c>.</param>
    /// <returns>The string, or <see langword="null"/> if the key is missing.</returns>
    /// <exception cref="GgufException">The value is not a string.</exception>
    public string? FindText(string key) => _values.GetValueOrDefault(key) switch
    {
        null => null,
        string text => text,
        var other => throw WrongType(key, other, "String"),
    };

    /// <summary>Returns the array of a key.</summary>
    /// <param name="key">The key, for example <c>tokenizer.ggml.tokens</c>.</param>
    /// <param name="elementType">The type that the elements must have.</param>
    /// <returns>The array, or <see langword="null"/> if the key is missing.</returns>
    /// <exception cref="GgufException">The value is not an array of that type.</exception>
    public GgufArray? FindArray(string key, GgufValueType elementType) => _values.GetValueOrDefault(key) switch
    {
        null => null,
        GgufArray array when array.ElementType == elementType => array,
        var other => throw WrongType(key, other, $"array of {elementType}"),
    };

    /// <summary>Returns the number of a key: an integer from 0 to <see cref="int.MaxValue"/>, whatever its width in the file.</summary>
    /// <param name="key">The key, for example <c>llama.block_count</c>.</param>
    /// <returns>The number, or <see langword="null"/> if the key is missing.</returns>
    /// <exception cref="GgufException">The value is not an integer of that range.</exception>
    public int? FindCount(string key) => _values.GetValueOrDefault(key) is { } value ? ToCount(key, value) : null;

    /// <summary>Returns the numbers of a key that has one number for all layers, or an array with one number for each layer.</summary>
    /// <param name="key">The key, for example <c>llama.attention.head_count</c>.</param>
    /// <param name="layers">The number of layers; <see langword="null"/> if unknown.</param>
    /// <returns>The numbers, or <see langword="null"/> if the key is missing.</returns>
    /// <exception cref="GgufException">The value is neither an integer nor an array of integers for all layers.</exception>
    public GgufLayerCounts? FindLayerCounts(string key, int? layers) => _values.GetValueOrDefault(key) switch
    {
        null => null,
        GgufArray { Integers: [_, ..] each } when each.Count >= (layers ?? 0) => new([.. each.Select(count => ToCount(key, count))]),
        GgufArray array => throw WrongType(key, array, $"an integer for each of {layers ?? 1} layers"),
        var value => new(ToCount(key, value)),
    };

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _values.GetEnumerator();

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
        return count >= 0 && count <= int.MaxValue ? (int)count : throw Invalid($"has the impossible value {count} for '{key}'");
    }

    private GgufException WrongType(string key, object value, string expected) =>
        Invalid($"has '{key}' as {(value is GgufArray array ? $"array of {array.Count} {array.ElementType}" : value.GetType().Name)}, where {expected} is expected");

    private GgufException Invalid(string problem) =>
        new(_fileName, problem + ".", "The file is damaged or was written by a faulty tool: download it again, or convert the model again.");
}
