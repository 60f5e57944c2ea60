namespace Edge.AI.Catalog;

/// <summary>Every id and alias with its model; an alias that equals any id would hide a model, so names are unique across both.</summary>
internal static class NameIndex
{
    public static Dictionary<string, EdgeModel> Of(IReadOnlyList<EdgeModel> models, string parameter)
    {
        var index = new Dictionary<string, EdgeModel>(StringComparer.OrdinalIgnoreCase);
        foreach (var model in models)
        {
            ArgumentNullException.ThrowIfNull(model, parameter);
            foreach (var name in model.Aliases.Prepend(model.Id))
            {
                if (!index.TryAdd(name, model))
                    throw new ArgumentException($"Both '{index[name].Id}' and '{model.Id}' claim the name '{name}'; ids and aliases are unique, whatever their case.", parameter);
            }
        }

        return index;
    }
}
