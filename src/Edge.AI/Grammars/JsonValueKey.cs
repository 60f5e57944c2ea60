using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>A key that equal JSON values share, in the sense of <see cref="JsonElement.DeepEquals"/>, to find a value among thousands.</summary>
internal static class JsonValueKey
{
    public static string Of(JsonElement value)
    {
        var key = new StringBuilder();
        Append(key, value);
        return key.ToString();
    }

    private static void Append(StringBuilder key, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                key.Append('{');
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    key.Append(JsonText.Of(member.Name)).Append(':');
                    Append(key, member.Value);
                    key.Append(',');
                }

                key.Append('}');
                break;
            case JsonValueKind.Array:
                key.Append('[');
                foreach (var item in value.EnumerateArray())
                {
                    Append(key, item);
                    key.Append(',');
                }

                key.Append(']');
                break;
            case JsonValueKind.String:
                key.Append(JsonText.Of(value.GetString()!));
                break;
            case JsonValueKind.Number:
                AppendNumber(key, value.GetRawText());
                break;
            default:
                key.Append(value.GetRawText());
                break;
        }
    }

    /// <summary>The significant digits, and the place of the decimal point: 1, 1.0 and 10e-1 are the same number.</summary>
    private static void AppendNumber(StringBuilder key, string number)
    {
        var mantissaLength = number.AsSpan().IndexOfAny('e', 'E') is >= 0 and var e ? e : number.Length;
        var mantissa = number[..mantissaLength].TrimStart('-');
        var exponent = mantissaLength < number.Length && long.TryParse(number.AsSpan(mantissaLength + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given) ? given : 0;
        var point = mantissa.IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? at : mantissa.Length;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        var scale = point - (digits.Length - significant.Length) + exponent;
        significant = significant.TrimEnd('0');
        if (significant.Length == 0)
            key.Append('0');
        else
            key.Append(number[0] == '-' ? "-" : "").Append(CultureInfo.InvariantCulture, $"0.{significant}e{scale}");
    }
}
