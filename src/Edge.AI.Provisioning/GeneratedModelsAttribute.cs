using System.ComponentModel;

namespace Edge.AI;

/// <summary>Tells the analyzer that a class of this assembly was generated from a manifest. Written by the generator, not meant for other code.</summary>
/// <param name="catalog">The class.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneratedModelsAttribute(Type catalog) : Attribute
{
    /// <summary>The class.</summary>
    public Type Catalog => catalog;
}

/// <summary>Tells the analyzer which model a property of a generated class returns. Written by the generator, not meant for other code.</summary>
/// <param name="id">The model's id.</param>
/// <param name="capabilities">What the model was trained for.</param>
/// <param name="aliases">The other names that find it.</param>
[AttributeUsage(AttributeTargets.Property)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneratedModelAttribute(string id, ModelCapabilities capabilities, params string[] aliases) : Attribute
{
    /// <summary>The model's id.</summary>
    public string Id => id;

    /// <summary>What the model was trained for.</summary>
    public ModelCapabilities Capabilities => capabilities;

    /// <summary>The other names that find it.</summary>
    public IReadOnlyList<string> Aliases => aliases;
}
