using System.Globalization;

namespace Edge.AI.Cli.Input;

/// <summary>A line while it is edited: its text, and the position of the cursor. What people see as one character is never divided.</summary>
internal sealed class EditedLine
{
    public string Text { get; private set; } = "";

    /// <summary>The number of characters before the cursor.</summary>
    public int Cursor { get; private set; }

    public void Replace(string text) => (Text, Cursor) = (text, text.Length);

    public void Insert(string text)
    {
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    public void MoveLeft() => Cursor = Before;

    public void MoveRight() => Cursor = After;

    public void MoveWordLeft() => Cursor = WordBefore;

    public void MoveWordRight()
    {
        while (Cursor < Text.Length && char.IsWhiteSpace(Text[Cursor]))
            Cursor++;
        while (Cursor < Text.Length && !char.IsWhiteSpace(Text[Cursor]))
            Cursor++;
    }

    public void MoveToStart() => Cursor = 0;

    public void MoveToEnd() => Cursor = Text.Length;

    public void DeleteLeft() => Delete(Before, Cursor);

    public void DeleteRight() => Delete(Cursor, After);

    public void DeleteWordLeft() => Delete(WordBefore, Cursor);

    public void DeleteToStart() => Delete(0, Cursor);

    public void DeleteToEnd() => Delete(Cursor, Text.Length);

    private int Before => StringInfo.ParseCombiningCharacters(Text).LastOrDefault(start => start < Cursor);

    private int After => Cursor + StringInfo.GetNextTextElementLength(Text, Cursor);

    private int WordBefore
    {
        get
        {
            var at = Cursor;
            while (at > 0 && char.IsWhiteSpace(Text[at - 1]))
                at--;
            while (at > 0 && !char.IsWhiteSpace(Text[at - 1]))
                at--;
            return at;
        }
    }

    private void Delete(int start, int end)
    {
        Text = Text.Remove(start, end - start);
        Cursor = start;
    }
}
