using System.ComponentModel;

namespace Edge.AI;

/// <summary>Marks a class that was generated from a manifest, for the analyzer. The generator writes it; other code does not need it.</summary>
/// <param name="catalog">The class.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneratedModelsAttribute(Type catalog) : Attribute
{
    /// <summary>Gets the class.</summary>
    public Type Catalog => catalog;
}

/// <summary>Describes the model that a property of a generated class returns, for the analyzer. The generator writes it; other code does not need it.</summary>
/// <param name="id">The model's id.</param>
/// <param name="capabilities">What the model was trained for.</param>
/// <param name="aliases">The model's aliases.</param>
[AttributeUsage(AttributeTargets.Property)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneratedModelAttribute(string id, ModelCapabilities capabilities, params string[] aliases) : Attribute
{
    /// <summary>Gets the model's id.</summary>
    public string Id => id;

    /// <summary>Gets what the model was trained for.</summary>
    public ModelCapabilities Capabilities => capabilities;

    /// <summary>Gets the model's aliases.</summary>
    public IReadOnlyList<string> Aliases => aliases;
}
