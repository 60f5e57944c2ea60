namespace Edge.AI;

/// <summary>How much <see cref="IModelStore.PruneAsync"/> may delete; each level includes those before it.</summary>
public enum PruneLevel
{
    /// <summary>Partials and journals that belong to nothing any more: one without the other, empty, or beside the complete file.</summary>
    Orphans,

    /// <summary>Also partials that the next download can't go on from.</summary>
    Unresumable,

    /// <summary>Also models that are in no catalogue or were not used for a long time, with everything that is left of them.</summary>
    Models,
}
