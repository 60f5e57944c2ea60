namespace Edge.AI.Templates.Tree;

/// <summary>Assigns a number to each name while a template is parsed, so that rendering does not look up text.</summary>
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
