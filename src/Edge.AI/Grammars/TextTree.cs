namespace Edge.AI.Grammars;

/// <summary>
/// A rule for one of many texts: a tree of what they begin with. llama.cpp follows every alternative that may still come true, so that
/// thousands side by side would cost each token as many looks.
/// </summary>
internal sealed class TextTree
{
    /// <summary>The maximum number of alternatives in one rule; a short rule is easier to read.</summary>
    private const int Few = 20;

    private readonly GbnfBuilder _builder;
    private readonly string _at;
    private readonly string[] _texts;

    private TextTree(GbnfBuilder builder, string[] texts, string at) => (_builder, _texts, _at) = (builder, texts, at);

    /// <summary>The body of the rule; null if it would have more than this many characters.</summary>
    public static string? Add(GbnfBuilder builder, IEnumerable<string> texts, string at, int room)
    {
        var literals = texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return literals.Sum(text => (long)Gbnf.Literal(text).Length) <= room ? new TextTree(builder, literals, at).Body(0, literals.Length, 0) : null;
    }

    /// <summary>Returns the alternatives for a range of texts, without their first characters, which are already written.</summary>
    private string Body(int from, int to, int behind) => to - from <= Few
        ? string.Join(" | ", _texts[from..to].Select(text => Gbnf.Literal(text[behind..])))
        : string.Join(" | ", Groups(from, to, behind).Select(group => Group(group.From, group.To, behind)));

    private string Group(int from, int to, int behind)
    {
        var (first, last) = (_texts[from], _texts[to - 1]);
        if (to - from == 1)
            return Gbnf.Literal(first[behind..]);

        var common = behind;
        while (common < first.Length && common < last.Length && first[common] == last[common])
            common++;
        if (char.IsHighSurrogate(first[common - 1]))
            common--;
        return $"{Gbnf.Literal(first[behind..common])} {_builder.AddRule($"{_at}-rest", Body(from, to, common))}";
    }

    /// <summary>Neighbours that go on with the same character.</summary>
    private IEnumerable<(int From, int To)> Groups(int from, int to, int behind)
    {
        for (var start = from; start < to;)
        {
            var end = start + 1;
            while (end < to && Next(end, behind) == Next(start, behind))
                end++;
            yield return (start, end);
            start = end;
        }
    }

    /// <summary>The character, both halves of it; empty at the end.</summary>
    private string Next(int text, int behind) => _texts[text].Length == behind ? "" : char.ConvertFromUtf32(char.ConvertToUtf32(_texts[text], behind));
}
