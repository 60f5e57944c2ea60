using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>Converts the caller's values. Their strings, names of properties included, are input; only a <see cref="PromptText"/> says otherwise.</summary>
internal static class InputValue
{
    /// <exception cref="TemplateError">A type is not supported, or the value is too large or nested too deeply.</exception>
    public static TemplateValue From(object? value)
    {
        TemplateError.ThrowIfStackIsShort();
        return value switch
        {
            null => NoneValue.Instance,
            TemplateValue ready => ready,
            string text => StringValue.FromInput(text),
            PromptText text => From(text),
            bool flag => BooleanValue.Of(flag),
            int number => IntegerValue.Of(number),
            long or uint or ulong or short or ushort or byte or sbyte => IntegerValue.Of(BigInteger.Parse(((IFormattable)value).ToString("D", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
            BigInteger number => IntegerValue.Of(number),
            double number => new FloatValue(number),
            float or decimal => new FloatValue(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            Half number => new FloatValue((double)number),
            char character => StringValue.FromInput(character.ToString()),
            JsonElement element => From(element),
            JsonDocument document => From(document.RootElement),
            JsonNode node => From(node),
            IEnumerable<KeyValuePair<string, object?>> entries => Dict(entries),
            IDictionary entries => Dict(Entries(entries)),
            IEnumerable items => new ListValue([.. items.Cast<object?>().Select(From)], isReadOnly: true),
            _ => throw Unsupported(value),
        };
    }

    private static StringValue From(PromptText text)
    {
        TemplateLimits.CheckText(text.Length);
        var end = 0;
        return StringValue.Create(text.Text, [.. text.Segments.Select(segment => new TextRun(end += segment.Text.Length, segment.Origin))]);
    }

    private static DictValue Dict(IEnumerable<KeyValuePair<string, object?>> entries) =>
        new(entries.Select(entry => KeyValuePair.Create<TemplateValue, TemplateValue>(StringValue.FromInput(entry.Key), From(entry.Value))), isReadOnly: true);

    private static IEnumerable<KeyValuePair<string, object?>> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
            yield return KeyValuePair.Create(entry.Key as string ?? throw new TemplateError($"a dictionary has a key of type {entry.Key.GetType()}; keys must be strings"), entry.Value);
    }

    private static TemplateError Unsupported(object value) =>
        new($"values of type {value.GetType()} are not supported; pass null, strings, numbers, Boolean values, JSON, dictionaries or sequences");

    private static TemplateValue From(JsonElement element)
    {
        TemplateError.ThrowIfStackIsShort();
        return element.ValueKind switch
        {
            JsonValueKind.Object => Dict(element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, (object?)property.Value))),
            JsonValueKind.Array => new ListValue([.. element.EnumerateArray().Select(From)], isReadOnly: true),
            JsonValueKind.String => StringValue.FromInput(element.GetString()!),
            JsonValueKind.Number => FromNumber(element.GetRawText()),
            JsonValueKind.True => BooleanValue.True,
            JsonValueKind.False => BooleanValue.False,
            _ => NoneValue.Instance,
        };
    }

    private static TemplateValue From(JsonNode? node)
    {
        TemplateError.ThrowIfStackIsShort();
        return node switch
        {
            null => NoneValue.Instance,
            JsonObject properties => Dict(properties.Select(property => KeyValuePair.Create(property.Key, (object?)property.Value))),
            JsonArray items => new ListValue([.. items.Select(From)], isReadOnly: true),
            _ => FromText(node.ToJsonString()),
        };
    }

    /// <summary>A JSON number without fraction and exponent is an integer, as in Python. A number with more digits than Python's limit becomes a float.</summary>
    private static TemplateValue FromNumber(string text) => text.Length <= TemplateLimits.MaxIntegerDigits && text.AsSpan().IndexOfAny('.', 'e', 'E') < 0
        ? IntegerValue.Of(BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
        : new FloatValue(double.Parse(text, CultureInfo.InvariantCulture));

    private static TemplateValue FromText(string json)
    {
        using var document = JsonDocument.Parse(json);
        return From(document.RootElement);
    }
}
