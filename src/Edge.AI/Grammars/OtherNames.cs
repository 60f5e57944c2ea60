using System.Text;

namespace Edge.AI.Grammars;

/// <summary>A rule for every name except some. It is a tree of their common prefixes.</summary>
internal sealed class OtherNames
{
    private const int MaxNodes = 4000;

    private readonly GbnfBuilder _builder;
    private readonly string _at;
    private readonly string _anyRest;

    private OtherNames(GbnfBuilder builder, string at)
    {
        (_builder, _at) = (builder, at);
        _anyRest = $"{OneMore}*";
    }

    /// <summary>Returns the name of the rule; null if the names are too long. Escapes by number are not allowed, because they could spell one of the names.</summary>
    public static string? Add(GbnfBuilder builder, IReadOnlyList<string> names, string at)
    {
        var root = new Node();
        var nodes = 0;
        foreach (var name in names)
        {
            var node = root;
            foreach (var rune in name.EnumerateRunes())
            {
                if (!node.Next.TryGetValue(rune.Value, out var next))
                    node.Next[rune.Value] = next = new();
                node = next;
                if (++nodes > MaxNodes)
                    return null;
            }

            node.IsName = true;
        }

        return new OtherNames(builder, at).Rule(root);
    }

    /// <summary>The depth is that of the longest name. The limit of nodes also limits it.</summary>
    private string Rule(Node node)
    {
        List<string> alternatives = [];
        if (!node.IsName)
            alternatives.Add("\"\"");

        foreach (var (character, next) in node.Next)
        {
            if (Way(character) is { } way)
                alternatives.Add($"{way} {(next.Next.Count == 0 ? $"{OneMore} {_anyRest}" : Rule(next))}");
        }

        var others = CharacterSet.Plain.Except(CharacterSet.Of(node.Next.Keys.Select(character => (character, character))));
        alternatives.Add($"{others.ToGbnf()} {_anyRest}");
        alternatives.AddRange(JsonText.Escapes.Keys.Where(character => !node.Next.ContainsKey(character)).Select(character => $"{Way(character)} {_anyRest}"));
        return _builder.AddRule($"{_at}-other-name", string.Join(" | ", alternatives));
    }

    private string OneMore => _builder.Once("json-plain", () => $"{CharacterSet.Plain.ToGbnf()} | \"\\\\\" [\\x22\\\\/bfnrt]");

    /// <summary>Returns the form of a character in a name; null for characters that need an escape by number.</summary>
    private static string? Way(int character) =>
        CharacterSet.Plain.Contains(character) ? CharacterSet.Of((character, character)).ToGbnf()
        : JsonText.Escapes.TryGetValue((char)character, out var escape) ? GbnfBuilder.Literal($"\\{escape}")
        : null;

    private sealed class Node
    {
        public SortedDictionary<int, Node> Next { get; } = [];

        public bool IsName { get; set; }
    }
}
