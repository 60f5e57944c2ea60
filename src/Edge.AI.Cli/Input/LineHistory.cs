namespace Edge.AI.Cli.Input;

/// <summary>The earlier lines, from which the arrow keys choose, and the new line that was left for them.</summary>
internal sealed class LineHistory
{
    private readonly List<string> _lines = [];
    private int _at;
    private string _new = "";

    public void Add(string line)
    {
        if (line.Length > 0 && _lines.LastOrDefault() != line)
            _lines.Add(line);
        (_at, _new) = (_lines.Count, "");
    }

    /// <summary>Returns the line before; null if there is none.</summary>
    /// <param name="current">The text that is left.</param>
    public string? Older(string current)
    {
        if (_at == 0)
            return null;
        if (_at == _lines.Count)
            _new = current;
        return _lines[--_at];
    }

    /// <summary>Returns the line after, at last the new one; null if that is shown.</summary>
    public string? Newer()
    {
        if (_at == _lines.Count)
            return null;
        return ++_at == _lines.Count ? _new : _lines[_at];
    }
}
