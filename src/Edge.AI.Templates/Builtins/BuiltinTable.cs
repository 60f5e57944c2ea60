using System.Collections.Frozen;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>Builtins by name.</summary>
internal sealed class BuiltinTable(params IEnumerable<Builtin> builtins)
{
    private readonly FrozenDictionary<string, Builtin> _byName = builtins.ToFrozenDictionary(builtin => builtin.Name, StringComparer.Ordinal);

    public IEnumerable<Builtin> All => _byName.Values;

    public Builtin? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Returns the method of a name, bound to its owner, or <see langword="null"/> if there is none.</summary>
    public BoundMethodValue? Bind(string name, TemplateValue owner) =>
        _byName.TryGetValue(name, out var method) ? new BoundMethodValue(method, owner) : null;
}
