using Edge.AI.Common;

namespace Edge.AI.Cli.Output;

/// <summary>Writes text of a model piece by piece. Control characters, which a terminal would execute, are written as escapes.</summary>
internal sealed class SafeWriter(TextWriter writer)
{
    private string _held = "";

    /// <summary>Whether the last character that was written ends a line, or none was written.</summary>
    public bool IsAtLineStart { get; private set; } = true;

    public void Write(string piece)
    {
        var text = _held + piece;
        var whole = text.Length > 0 && (text[^1] == '\r' || char.IsHighSurrogate(text[^1])) ? text.Length - 1 : text.Length; // The next character decides about this one.
        _held = text[whole..];
        WriteNow(text[..whole]);
    }

    /// <summary>Ends the text, and its last line.</summary>
    public void End()
    {
        WriteNow(_held);
        _held = "";
        if (!IsAtLineStart)
            writer.WriteLine();
        IsAtLineStart = true;
    }

    private void WriteNow(string text)
    {
        if (text.Length == 0)
            return;

        writer.Write(ForeignText.ShowLines(text));
        writer.Flush();
        IsAtLineStart = text[^1] == '\n';
    }
}
