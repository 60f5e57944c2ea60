using Spectre.Console;

namespace Edge.AI.Cli.Input;

/// <summary>Reads lines from the terminal, with the keys that shells have. It writes to standard error, because standard output is for results.</summary>
internal sealed class LineEditor
{
    private readonly LineHistory _history = new();
    private readonly KeyReader _keys = new();
    private int _shownCells;

    /// <summary>Whether someone can type.</summary>
    public static bool IsPossible => !Console.IsInputRedirected;

    /// <summary>Whether more keys had arrived together with the Enter of the last line: it is a line of a pasted text.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Starts to read keys. What is typed before the first prompt waits for it.</summary>
    public void Listen() => _keys.Start();

    /// <summary>Forgets what was typed and not read.</summary>
    public void Forget() => _keys.Forget();

    /// <summary>Reads a line that the arrow keys find later.</summary>
    /// <param name="prompt">The text before the line.</param>
    /// <param name="cancellationToken">Ends the wait for the next key. That key is not lost.</param>
    /// <returns>The line; null at the end of the input (Ctrl-D).</returns>
    public async Task<string?> ReadAsync(string prompt, CancellationToken cancellationToken)
    {
        var line = await EditAsync(prompt, cancellationToken);
        if (line is not null)
            _history.Add(line);
        return line;
    }

    /// <summary>Reads the answer to a question. What was typed before the question was shown is not a part of it.</summary>
    /// <returns>The answer; null at the end of the input (Ctrl-D).</returns>
    public Task<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        Forget();
        return EditAsync(question, cancellationToken);
    }

    private async Task<string?> EditAsync(string prompt, CancellationToken cancellationToken)
    {
        Listen();
        var line = new EditedLine();
        _shownCells = 0;
        Show(prompt, line);
        while (await _keys.ReadAsync(cancellationToken) is var (key, isFollowed))
        {
            if (key is { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } && line.Text.Length == 0)
                return null;
            if (key.Key == ConsoleKey.Enter)
            {
                HasMore = isFollowed;
                line.MoveToEnd();
                Show(prompt, line);
                Console.Error.WriteLine();
                return line.Text;
            }

            Edit(line, key);
            Show(prompt, line);
        }

        return null;
    }

    private void Edit(EditedLine line, ConsoleKeyInfo key)
    {
        switch (key.Key, key.Modifiers)
        {
            case (ConsoleKey.LeftArrow, ConsoleModifiers.Control) or (ConsoleKey.B, ConsoleModifiers.Alt): line.MoveWordLeft(); break;
            case (ConsoleKey.RightArrow, ConsoleModifiers.Control) or (ConsoleKey.F, ConsoleModifiers.Alt): line.MoveWordRight(); break;
            case (ConsoleKey.LeftArrow, _) or (ConsoleKey.B, ConsoleModifiers.Control): line.MoveLeft(); break;
            case (ConsoleKey.RightArrow, _) or (ConsoleKey.F, ConsoleModifiers.Control): line.MoveRight(); break;
            case (ConsoleKey.Home, _) or (ConsoleKey.A, ConsoleModifiers.Control): line.MoveToStart(); break;
            case (ConsoleKey.End, _) or (ConsoleKey.E, ConsoleModifiers.Control): line.MoveToEnd(); break;
            case (ConsoleKey.W, ConsoleModifiers.Control) or (ConsoleKey.Backspace, ConsoleModifiers.Alt): line.DeleteWordLeft(); break;
            case (ConsoleKey.Backspace, _) or (ConsoleKey.H, ConsoleModifiers.Control): line.DeleteLeft(); break;
            case (ConsoleKey.Delete, _) or (ConsoleKey.D, ConsoleModifiers.Control): line.DeleteRight(); break;
            case (ConsoleKey.U, ConsoleModifiers.Control): line.DeleteToStart(); break;
            case (ConsoleKey.K, ConsoleModifiers.Control): line.DeleteToEnd(); break;
            case (ConsoleKey.UpArrow, _) or (ConsoleKey.P, ConsoleModifiers.Control): line.Replace(_history.Older(line.Text) ?? line.Text); break;
            case (ConsoleKey.DownArrow, _) or (ConsoleKey.N, ConsoleModifiers.Control): line.Replace(_history.Newer() ?? line.Text); break;
            default:
                if (key.KeyChar == '\t' || (key.KeyChar != '\0' && !char.IsControl(key.KeyChar)))
                    line.Insert($"{key.KeyChar}");
                break;
        }
    }

    /// <summary>
    /// Shows as much of the line as fits around the cursor. Only carriage returns are used, so that any terminal can do it: the part before the cursor is written twice.
    /// </summary>
    private void Show(string prompt, EditedLine line)
    {
        var room = Math.Max(10, Width - prompt.GetCellWidth() - 1);
        var start = StartOf(line.Text, line.Cursor, room);
        var end = EndOf(line.Text, start, room);
        var all = prompt + Plain(line.Text[start..end]);
        var cells = all.GetCellWidth();
        Console.Error.Write($"\r{all}{new string(' ', Math.Max(0, _shownCells - cells))}\r{prompt}{Plain(line.Text[start..line.Cursor])}");
        _shownCells = cells;
    }

    /// <summary>Returns where the part of a text begins that ends at a position and fits.</summary>
    private static int StartOf(string text, int end, int cells)
    {
        for (var start = end; ;)
        {
            var before = start - (start > 1 && char.IsLowSurrogate(text[start - 1]) ? 2 : 1);
            if (before < 0 || (cells -= CellsOf(text[before..start])) < 0)
                return start;
            start = before;
        }
    }

    /// <summary>Returns where the part of a text ends that begins at a position and fits.</summary>
    private static int EndOf(string text, int start, int cells)
    {
        for (var end = start; ;)
        {
            var after = end + (end + 1 < text.Length && char.IsHighSurrogate(text[end]) ? 2 : 1);
            if (after > text.Length || (cells -= CellsOf(text[end..after])) < 0)
                return end;
            end = after;
        }
    }

    private static int Width => Console.IsErrorRedirected || Console.WindowWidth <= 0 ? 80 : Console.WindowWidth;

    private static string Plain(string text) => text.Replace('\t', ' ');

    private static int CellsOf(string text) => Plain(text).GetCellWidth();
}
