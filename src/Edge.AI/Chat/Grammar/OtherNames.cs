using System.Text;

namespace Edge.AI.Chat.Grammar;

/// <summary>A rule for every name except some: a tree of the characters that those have in common.</summary>
internal sealed class OtherNames
{
    private const int MaxNodes = 4000;

    private readonly GbnfBuilder _builder;
    private readonly string _at;
    private readonly string _anyRest;

    private OtherNames(GbnfBuilder builder, string at)
    {
        (_builder, _at) = (builder, at);
        _anyRest = _builder.Once("json-plain", () => $"{CharacterSet.Plain.ToGbnf()}*");
    }

    /// <summary>The rule's name; null if the names are too long. Escapes are left out, because they could spell one of the names.</summary>
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

    /// <summary>Depth is that of the longest name, which the limit of nodes bounds, too.</summary>
    private string Rule(Node node)
    {
        List<string> alternatives = [];
        if (!node.IsName)
            alternatives.Add("\"\"");

        foreach (var (character, next) in node.Next.Where(next => CharacterSet.Plain.Contains(next.Key)))
            alternatives.Add($"{One(character).ToGbnf()} {(next.Next.Count == 0 ? $"{CharacterSet.Plain.ToGbnf()} {_anyRest}" : Rule(next))}");

        var others = CharacterSet.Plain.Except(CharacterSet.Of(node.Next.Keys.Select(character => (character, character))));
        alternatives.Add($"{others.ToGbnf()} {_anyRest}");
        return _builder.AddRule($"{_at}-other-name", string.Join(" | ", alternatives));
    }

    private static CharacterSet One(int character) => CharacterSet.Of((character, character));

    private sealed class Node
    {
        public SortedDictionary<int, Node> Next { get; } = [];

        public bool IsName { get; set; }
    }
}
