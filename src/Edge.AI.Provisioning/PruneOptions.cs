namespace Edge.AI;

/// <summary>Specifies what <see cref="IModelStore.PruneAsync"/> deletes. Files that are in use are always kept.</summary>
public sealed record PruneOptions
{
    /// <summary>Gets how much is deleted. Default: <see cref="PruneLevel.Orphans"/>.</summary>
    public PruneLevel Level { get; init; } = PruneLevel.Orphans;

    /// <summary>Gets a value indicating whether nothing is deleted and the report only says what would be. Default: <see langword="false"/>.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// Gets the models to keep: at <see cref="PruneLevel.Models"/>, models that are not in this catalogue are deleted. If several apps share the model folder,
    /// merge the catalogues of all of them. Default: <see langword="null"/>, no model is deleted for this reason.
    /// </summary>
    public ModelCatalog? Catalog { get; init; }

    /// <summary>Gets the ids of models that are kept although <see cref="Catalog"/> does not have them. Default: empty.</summary>
    public IReadOnlyCollection<string> KnownIds { get; init; } = [];

    /// <summary>
    /// Gets the time, zero or more, after which an unused model is deleted: at <see cref="PruneLevel.Models"/>, models that were neither provisioned nor loaded for longer.
    /// Default: <see langword="null"/>, no model is deleted for this reason.
    /// </summary>
    public TimeSpan? UnusedFor { get; init; }
}
