namespace Edge.AI;

/// <summary>Specifies how much <see cref="IModelStore.PruneAsync"/> deletes. Each level includes the previous ones.</summary>
public enum PruneLevel
{
    /// <summary>Deletes partials and journals that no download can use: one without the other, an empty partial, or a partial beside the complete file.</summary>
    Orphans,

    /// <summary>Also deletes partials that the next download cannot resume.</summary>
    Unresumable,

    /// <summary>Also deletes whole models that no catalogue has or that were not used for a long time.</summary>
    Models,
}
