namespace Edge.AI.Cli.Manifests;

/// <summary>Inserts a model after the last one of a manifest, with the manifest's indentation and line breaks.</summary>
/// <param name="text">A manifest without a syntax error.</param>
/// <param name="open">The position of the opening bracket of its models.</param>
internal sealed class ModelInsertion(string text, int open)
{
    private readonly int _close = ClosingBracket(text, open);

    private string LineBreak => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>One step of indentation: that of the first property.</summary>
    private string Unit => text.IndexOf('"', StringComparison.Ordinal) is var first && IndentAt(first) is { Length: > 0 } indent && IsFirstOfLine(first) ? indent : "  ";

    /// <param name="entry">Creates the model's JSON for one step of indentation.</param>
    public string Insert(Func<string, string> entry)
    {
        var last = LastOfContent();
        var isEmpty = last == open;
        var indent = isEmpty ? IndentAt(open) + Unit : ItemIndent();
        var model = LineBreak + string.Join(LineBreak, entry(Unit).ReplaceLineEndings("\n").Split('\n').Select(line => indent + line));
        return isEmpty
            ? string.Concat(text.AsSpan(0, open + 1), model, LineBreak + IndentAt(open), text.AsSpan(_close))
            : string.Concat(text.AsSpan(0, last + 1), ",", model, text.AsSpan(last + 1));
    }

    private int LastOfContent()
    {
        var last = _close - 1;
        while (last > open && char.IsWhiteSpace(text[last]))
            last--;

        return last;
    }

    private string ItemIndent()
    {
        var first = open + 1;
        while (char.IsWhiteSpace(text[first]))
            first++;

        return IsFirstOfLine(first) ? IndentAt(first) : IndentAt(open) + Unit;
    }

    private bool IsFirstOfLine(int at) => text[LineStart(at)..at].All(char.IsWhiteSpace);

    /// <summary>Returns the white space at the beginning of the line.</summary>
    private string IndentAt(int at) => string.Concat(text[LineStart(at)..].TakeWhile(character => character is ' ' or '\t'));

    private int LineStart(int at) => text.LastIndexOf('\n', at) + 1;

    private static int ClosingBracket(string text, int open)
    {
        var (depth, isString) = (0, false);
        for (var at = open; ; at++)
        {
            switch (text[at])
            {
                case '\\' when isString: at++; break;
                case '"': isString = !isString; break;
                case '[' or '{' when !isString: depth++; break;
                case ']' or '}' when !isString && --depth == 0: return at;
            }
        }
    }
}
