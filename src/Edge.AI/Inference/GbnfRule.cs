namespace Edge.AI.Inference;

/// <summary>A rule of a grammar, as much of it as tells where rules begin with each other.</summary>
/// <param name="name">Its name; a group or a repetition has that of the rule around it.</param>
/// <param name="line">Where it is first mentioned, from 1.</param>
internal sealed class GbnfRule(string name, int line)
{
    public string Name { get; } = name;

    public int Line { get; } = line;

    public bool IsDefined { get; set; }

    /// <summary>How many rules llama.cpp makes of it: a repetition becomes one for each time that may be left out.</summary>
    public int Count { get; init; } = 1;

    /// <summary>What each alternative consists of: rules, and null for whatever takes a character.</summary>
    public List<List<GbnfRule?>> Alternatives { get; } = [];
}
