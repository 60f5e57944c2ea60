using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>A dict, in the order of insertion. A dict of the caller is read-only for the template.</summary>
internal sealed class DictValue : TemplateValue
{
    private readonly OrderedDictionary<TemplateValue, TemplateValue> _entries;
    private readonly bool _isReadOnly;

    public DictValue()
        : this([], isReadOnly: false)
    {
    }

    public DictValue(IEnumerable<KeyValuePair<TemplateValue, TemplateValue>> entries, bool isReadOnly)
    {
        WorkMeter.Allocate(64);
        _entries = new(ValueComparer.Instance);
        foreach (var (key, value) in entries)
            this[key] = value;
        _isReadOnly = isReadOnly;
    }

    public override string TypeName => "dict";

    public override int? Count => _entries.Count;

    protected override IEnumerable<TemplateValue> RawElements => _entries.Keys;

    /// <summary>Gets the entries. Each access is charged.</summary>
    public IEnumerable<KeyValuePair<TemplateValue, TemplateValue>> Entries
    {
        get
        {
            WorkMeter.Charge(8);
            var count = _entries.Count;
            for (var i = 0; i < count; i++)
            {
                if (_entries.Count != count)
                    throw new TemplateError("dictionary changed size during iteration");
                WorkMeter.Charge(4);
                yield return _entries.GetAt(i);
            }
        }
    }

    /// <summary>Sets an entry.</summary>
    public TemplateValue this[TemplateValue key]
    {
        set
        {
            RequireWritable();
            var count = _entries.Count;
            _entries[key] = value;
            if (_entries.Count == count)
                return;

            TemplateLimits.CheckList(_entries.Count);
            WorkMeter.Allocate(64);
        }
    }

    public bool Contains(TemplateValue key) => _entries.ContainsKey(key);

    public TemplateValue? Remove(TemplateValue key)
    {
        RequireWritable();
        WorkMeter.Charge(_entries.Count); // the entries behind it move
        return _entries.Remove(key, out var value) ? value : null;
    }

    public void Clear()
    {
        RequireWritable();
        WorkMeter.Charge(_entries.Count);
        _entries.Clear();
    }

    public override void WriteRepr(ReprBuilder output)
    {
        TemplateError.ThrowIfStackIsShort();
        output.Append('{');
        var separator = "";
        foreach (var (key, value) in Entries)
        {
            output.Append(separator);
            key.WriteRepr(output);
            output.Append(": ");
            value.WriteRepr(output);
            separator = ", ";
        }

        output.Append('}');
    }

    public override TemplateValue? FindItem(TemplateValue key) => _entries.GetValueOrDefault(key);

    private void RequireWritable()
    {
        if (_isReadOnly)
            throw new TemplateError("a dict of the variables is read-only; copy it first, as in 'dict(value)'");
    }
}
