namespace Edge.AI;

/// <summary>Specifies what happens when two catalogues have the same id or alias.</summary>
public enum NameConflict
{
    /// <summary>An <see cref="ArgumentException"/> names both models. The default.</summary>
    Throw,

    /// <summary>The added catalogue wins: a model with the same id is removed, and an alias is removed from the model that had it.</summary>
    Replace,
}
