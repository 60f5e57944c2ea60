namespace Edge.AI.Grammars;

/// <summary>A named rule of a grammar.</summary>
/// <param name="name">Its name.</param>
/// <param name="line">The first line with its name, from 1.</param>
internal sealed class GbnfRule(string name, int line)
{
    public string Name { get; } = name;

    public int Line { get; } = line;

    /// <summary>The definition; null until it is read.</summary>
    public GbnfPart? Body { get; set; }
}
