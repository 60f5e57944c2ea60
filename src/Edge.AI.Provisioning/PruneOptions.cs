namespace Edge.AI;

/// <summary>What <see cref="IModelStore.PruneAsync"/> may delete. What is in use always stays.</summary>
public sealed record PruneOptions
{
    /// <summary>How much may go. Default: <see cref="PruneLevel.Orphans"/>.</summary>
    public PruneLevel Level { get; init; } = PruneLevel.Orphans;

    /// <summary>Only tell what would be deleted. Default: false.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// At <see cref="PruneLevel.Models"/>: models that are not in this catalogue go. Apps may share a model folder, so give the models of all of them.
    /// Default: none, no model goes for that reason.
    /// </summary>
    public ModelCatalog? Catalog { get; init; }

    /// <summary>
    /// At <see cref="PruneLevel.Models"/>: models that were neither provisioned nor loaded for longer than this go; zero or more.
    /// Default: none, no model goes for that reason.
    /// </summary>
    public TimeSpan? UnusedFor { get; init; }
}
