using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Edge.AI.Common;

namespace Edge.AI.Cli.Output;

/// <summary>How good the result of a check is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckStatus>))]
internal enum CheckStatus
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>The result of a check.</summary>
/// <param name="Name">What was checked, one word.</param>
/// <param name="Status">How good it is.</param>
/// <param name="Text">The result in one line.</param>
internal sealed partial record CheckLine(string Name, CheckStatus Status, string Text) : Line
{
    private const int NameWidth = 11, FactWidth = 19;

    /// <summary>Details by name. A name that ends with Bytes has a number of bytes.</summary>
    public JsonObject Facts { get; init; } = [];

    /// <summary>The code of the error; null if there is none.</summary>
    public string? Code { get; init; }

    /// <summary>What to do next; null if there is nothing to do.</summary>
    public string? Hint { get; init; }

    [JsonIgnore]
    public string StatusWord => Status switch { CheckStatus.Ok => "ok", CheckStatus.Warning => "warning", _ => "error" };

    public override string ToText() => $"{StatusWord,-9}{Body("         ")}";

    /// <summary>The text after the status.</summary>
    /// <param name="margin">What stands before the lines after the first one.</param>
    /// <param name="width">The width of the terminal. Longer details continue on the next line, below their beginning.</param>
    public string Body(string margin, int width = int.MaxValue)
    {
        var indent = margin.Length + NameWidth + FactWidth;
        var text = new StringBuilder($"{Name.PadRight(NameWidth)}{(Code is null ? "" : $"{Code}: ")}{Text}");
        foreach (var (name, value) in Facts)
        {
            var label = Words().Replace(name.EndsWith("Bytes", StringComparison.Ordinal) ? name[..^"Bytes".Length] : name, match => $" {match.Value.ToLowerInvariant()}");
            foreach (var item in value is JsonArray list ? list.AsEnumerable() : [value])
            {
                text.AppendLine().Append(margin).Append(' ', NameWidth).Append(label.PadRight(FactWidth)).Append(Wrapped(Show(name, item), indent, width));
                label = "";
            }
        }

        if (Hint is not null)
            text.AppendLine().Append(margin).Append(' ', NameWidth).Append("→ ").Append(Hint);
        return text.ToString();
    }

    /// <summary>Breaks a text between words.</summary>
    private static string Wrapped(string text, int indent, int width)
    {
        var wrapped = new StringBuilder();
        var column = indent;
        foreach (var word in text.Split(' '))
        {
            if (column > indent && column + 1 + word.Length > width)
            {
                wrapped.AppendLine().Append(' ', indent);
                column = indent;
            }

            wrapped.Append(column > indent ? " " : "").Append(word);
            column += word.Length + (column > indent ? 1 : 0);
        }

        return wrapped.ToString();
    }

    private static string Show(string name, JsonNode? value) => value switch
    {
        JsonValue number when name.EndsWith("Bytes", StringComparison.Ordinal) => ByteSizeText.Of(number.GetValue<long>()),
        JsonValue number when number.TryGetValue<double>(out var real) => real.ToString("0.##", CultureInfo.InvariantCulture),
        JsonValue flag when flag.TryGetValue<bool>(out var isSo) => isSo ? "yes" : "no",
        _ => value?.ToString() ?? "",
    };

    [GeneratedRegex("(?<=[a-z])[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}

/// <summary>The last line of a diagnosis.</summary>
/// <param name="CanAnswer">Whether a model was loaded and has generated a token.</param>
/// <param name="Errors">How many checks failed.</param>
/// <param name="Warnings">How many checks have a warning.</param>
internal sealed record DiagnosisLine(bool CanAnswer, int Errors, int Warnings) : Line
{
    public override string ToText() => $"{(CanAnswer ? "Models can answer on this machine." : "Models cannot answer on this machine.")} {Counted(Errors, "error")}, {Counted(Warnings, "warning")}.";

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
