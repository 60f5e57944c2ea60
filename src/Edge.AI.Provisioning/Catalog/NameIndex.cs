namespace Edge.AI.Catalog;

/// <summary>Maps every id and alias to its model. Ids and aliases share one namespace, because an alias that equals an id would hide a model.</summary>
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
                    throw new ArgumentException($"The models '{index[name].Id}' and '{model.Id}' both use the name '{name}'. Ids and aliases must be unique, ignoring case.", parameter);
            }
        }

        return index;
    }
}
