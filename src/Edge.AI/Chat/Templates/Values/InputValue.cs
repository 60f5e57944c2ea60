using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.AI.Chat.Templates.Values;

/// <summary>Makes values from what comes from outside. Their strings, names of properties included, are input.</summary>
internal static class InputValue
{
    public static TemplateValue From(string? text) => text is null ? NoneValue.Instance : StringValue.FromInput(text);

    public static TemplateValue From(bool value) => BooleanValue.Of(value);

    public static TemplateValue From(int value) => IntegerValue.Of(value);

    public static TemplateValue From(double value) => new FloatValue(value);

    public static TemplateValue From(IEnumerable<TemplateValue> values) => new ListValue([.. values], isReadOnly: true);

    public static TemplateValue From(IEnumerable<KeyValuePair<string, TemplateValue>> entries)
    {
        return new DictValue(entries.Select(entry => KeyValuePair.Create<TemplateValue, TemplateValue>(StringValue.FromInput(entry.Key), entry.Value)), isReadOnly: true);
    }

    public static TemplateValue From(JsonElement element)
    {
        TemplateException.ThrowIfStackIsShort();
        return element.ValueKind switch
        {
            JsonValueKind.Object => From(element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, From(property.Value)))),
            JsonValueKind.Array => From(element.EnumerateArray().Select(From)),
            JsonValueKind.String => From(element.GetString()),
            JsonValueKind.Number => FromNumber(element.GetRawText()),
            JsonValueKind.True => BooleanValue.True,
            JsonValueKind.False => BooleanValue.False,
            _ => NoneValue.Instance,
        };
    }

    public static TemplateValue From(JsonNode? node)
    {
        TemplateException.ThrowIfStackIsShort();
        return node switch
        {
            null => NoneValue.Instance,
            JsonObject properties => From(properties.Select(property => KeyValuePair.Create(property.Key, From(property.Value)))),
            JsonArray items => From(items.Select(From)),
            _ => FromText(node.ToJsonString()),
        };
    }

    /// <summary>A JSON number without fraction and exponent is an integer, as in Python. One with more digits than Python reads is not exact.</summary>
    private static TemplateValue FromNumber(string text) => text.Length <= TemplateLimits.MaxIntegerDigits && text.AsSpan().IndexOfAny('.', 'e', 'E') < 0
        ? IntegerValue.Of(BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
        : new FloatValue(double.Parse(text, CultureInfo.InvariantCulture));

    private static TemplateValue FromText(string json)
    {
        using var document = JsonDocument.Parse(json);
        return From(document.RootElement);
    }
}
