namespace Edge.AI.Templates.Values;

/// <summary>Escaping for HTML, with the rules of Python's markupsafe.</summary>
internal static class Markup
{
    /// <summary>Escapes a text, unless it is escaped already.</summary>
    public static StringValue Escape(StringValue text) => text.IsMarkup ? text : EscapeAgain(text);

    public static StringValue EscapeAgain(StringValue text) => text.Map(EscapeCharacters).AsMarkup(true);

    /// <summary>Escapes a text if it becomes part of markup.</summary>
    public static StringValue EscapeFor(StringValue target, StringValue text) => target.IsMarkup ? Escape(text) : text;

    public static StringValue Concat(StringValue left, StringValue right) => left.IsMarkup || right.IsMarkup
        ? StringValue.Concat(Escape(left), Escape(right)).AsMarkup(true)
        : StringValue.Concat(left, right);

    private static string EscapeCharacters(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal)
        .Replace("\"", "&#34;", StringComparison.Ordinal);
}
