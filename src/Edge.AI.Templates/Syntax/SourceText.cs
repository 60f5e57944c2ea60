namespace Edge.AI.Templates.Syntax;

/// <summary>The source of a template as the reference reads it: line breaks are line feeds, and the last one is removed.</summary>
internal sealed class SourceText
{
    public SourceText(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        Text = text.EndsWith('\n') ? text[..^1] : text;
    }

    public string Text { get; }

    /// <summary>Returns line and column of an offset, both from 1.</summary>
    public (int Line, int Column) PositionOf(int offset)
    {
        var before = Text.AsSpan(0, Math.Clamp(offset, 0, Text.Length));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
