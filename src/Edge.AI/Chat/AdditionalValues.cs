using System.Collections;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>
/// Reads additional properties by their usual names in any spelling (<c>min_p</c>, <c>minP</c>, <c>Min-P</c>). A value may have another type than the option:
/// an int instead of a float, a number as text, or a <see cref="JsonElement"/>.
/// </summary>
internal sealed class AdditionalValues(AdditionalPropertiesDictionary? properties)
{
    /// <param name="isWhole">Whether it must be an integer.</param>
    /// <param name="names">The names that the value may have.</param>
    /// <exception cref="EdgeOptionException">The value is not a number, or not an integer.</exception>
    public float? Number(bool isWhole, params ReadOnlySpan<string> names)
    {
        if (Find(names) is not { } found)
            return null;

        return ToNumber(found.Value) is { } number && (!isWhole || (number == MathF.Truncate(number) && MathF.Abs(number) < int.MaxValue))
            ? number
            : throw Unreadable(found.Key, isWhole ? "an integer" : "a number");
    }

    /// <exception cref="EdgeOptionException">The value is not a text.</exception>
    public string? Text(string name) => Find([name]) is not { } found ? null : found.Value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Unreadable(found.Key, "a text"),
    };

    /// <summary>Returns the first of these names that is set, in the caller's spelling; null if none is.</summary>
    public string? Mentions(params ReadOnlySpan<string> names) => Find(names)?.Key;

    /// <exception cref="EdgeOptionException">The value is not a list of texts.</exception>
    public IList<string>? Texts(string name)
    {
        if (Find([name]) is not { } found)
            return null;

        return found.Value switch
        {
            string text => [text],
            JsonElement { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
                [.. list.EnumerateArray().Select(item => item.GetString()!)],
            IEnumerable<string> texts => [.. texts],
            IEnumerable items when items.Cast<object?>().All(item => item is string) => [.. items.Cast<string>()],
            _ => throw Unreadable(found.Key, "a list of texts"),
        };
    }

    /// <summary>Reads biases from an object or dictionary of token ids, or from llama.cpp's list of pairs; <c>false</c> excludes a token.</summary>
    /// <exception cref="EdgeOptionException">The value is none of these.</exception>
    public IDictionary<int, float>? Biases(string name)
    {
        if (Find([name]) is not { } found)
            return null;

        var biases = new Dictionary<int, float>();
        foreach (var (token, bias) in Pairs(found.Value) ?? throw Unreadable(found.Key, "a dictionary of token ids and numbers"))
        {
            var amount = IsFalse(bias) ? float.NegativeInfinity : ToNumber(bias);
            if (!int.TryParse(Convert.ToString(token, CultureInfo.InvariantCulture), NumberStyles.Integer, CultureInfo.InvariantCulture, out var id) || amount is null)
                throw Unreadable(found.Key, "a dictionary of token ids and numbers");

            biases[id] = amount.Value;
        }

        return biases;
    }

    private KeyValuePair<string, object>? Find(ReadOnlySpan<string> names)
    {
        foreach (var (key, value) in properties ?? [])
        {
            if (value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
                continue;

            foreach (var name in names)
            {
                if (Plain(key).Equals(Plain(name), StringComparison.OrdinalIgnoreCase))
                    return new(key, value);
            }
        }

        return null;
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    private static IEnumerable<(object? Token, object? Bias)>? Pairs(object value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.Object } json => json.EnumerateObject().Select(pair => ((object?)pair.Name, (object?)pair.Value)),
        JsonElement { ValueKind: JsonValueKind.Array } json when json.EnumerateArray().All(pair => pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2) =>
            json.EnumerateArray().Select(pair => ((object?)pair[0], (object?)pair[1])),
        IDictionary pairs => pairs.Keys.Cast<object>().Select(key => ((object?)key, pairs[key])),
        IEnumerable<KeyValuePair<string, object?>> pairs => pairs.Select(pair => ((object?)pair.Key, pair.Value)),
        _ => null,
    };

    private static bool IsFalse(object? value) => value is false or JsonElement { ValueKind: JsonValueKind.False };

    private static float? ToNumber(object? value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.Number } json => json.TryGetSingle(out var number) ? number : null,
        JsonElement { ValueKind: JsonValueKind.String } json => Parse(json.GetString()),
        string text => Parse(text),
        IConvertible number when number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal => number.ToSingle(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static float? Parse(string? text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static EdgeOptionException Unreadable(string key, string expected) =>
        new($"{nameof(ChatOptions.AdditionalProperties)}[\"{key}\"]", $"the value is not {expected}.", $"Set it to {expected}, or leave it out.");
}
