namespace Edge.AI.Templates.Tree;

/// <summary>Gives each name in a template a number while it is parsed, so that rendering looks up no text.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _numbers.Keys;

    public int NumberOf(string name)
    {
        if (!_numbers.TryGetValue(name, out var number))
            _numbers.Add(name, number = _numbers.Count);
        return number;
    }
}
