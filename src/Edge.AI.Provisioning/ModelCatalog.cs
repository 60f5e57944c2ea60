using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Edge.AI.Catalog;

namespace Edge.AI;

/// <summary>Finds models by id or alias. Immutable: <see cref="Merge"/> returns a new catalogue, so one instance can be shared by a whole app.</summary>
/// <example>
/// <code>
/// var catalog = ModelCatalog.BuiltIn.Merge(ModelCatalog.Load("acme.edgemodels.json"));
/// EdgeModel model = catalog.Get("phi-3");
/// </code>
/// </example>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Its users and the docs call it a catalogue.")]
public sealed class ModelCatalog : IReadOnlyCollection<EdgeModel>
{
    private readonly EdgeModel[] _models;
    private readonly Dictionary<string, EdgeModel> _byName;

    /// <summary>Initializes a catalogue with these models, in this order.</summary>
    /// <param name="models">The models.</param>
    /// <exception cref="ArgumentException">Two models have the same id or alias, ignoring case. The message names both.</exception>
    public ModelCatalog(IEnumerable<EdgeModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _models = [.. models];
        _byName = NameIndex.Of(_models, nameof(models));
    }

    /// <summary>Gets the models that come with Edge.AI, the same as <see cref="EdgeModels"/>.</summary>
    public static ModelCatalog BuiltIn => EdgeModels.Catalog;

    /// <summary>Gets the number of models.</summary>
    public int Count => _models.Length;

    /// <summary>Reads a manifest from a UTF-8 file.</summary>
    /// <param name="path">The file. <c>docs/edgemodels.schema.json</c> describes its format.</param>
    /// <returns>A catalogue with the models of the manifest.</returns>
    /// <exception cref="ManifestException">The manifest is invalid. The exception has the line and column of its first problem.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user has no permission to read the file.</exception>
    public static ModelCatalog Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(ManifestModels.Load(path));
    }

    /// <summary>Reads a manifest from text.</summary>
    /// <param name="json">The manifest. <c>docs/edgemodels.schema.json</c> describes its format.</param>
    /// <param name="source">The name of the text in messages, for example a file name or an address.</param>
    /// <returns>A catalogue with the models of the manifest.</returns>
    /// <exception cref="ManifestException">The manifest is invalid. The exception has the line and column of its first problem.</exception>
    public static ModelCatalog Parse(string json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(source);
        return new(ManifestModels.Parse(json, source));
    }

    /// <summary>Gets the model with an id or alias, ignoring case.</summary>
    /// <param name="idOrAlias">The id or alias.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelNotFoundException">The catalogue has no such model. The exception names the most similar ids.</exception>
    public EdgeModel Get(string idOrAlias) => TryGet(idOrAlias, out var model)
        ? model
        : throw new ModelNotFoundException(idOrAlias, NearestNames.Of(idOrAlias, _models));

    /// <summary>Looks for the model with an id or alias, ignoring case.</summary>
    /// <param name="idOrAlias">The id or alias.</param>
    /// <param name="model">The model, or <see langword="null"/>.</param>
    /// <returns>Whether the catalogue has the model.</returns>
    public bool TryGet(string idOrAlias, [NotNullWhen(true)] out EdgeModel? model)
    {
        ArgumentNullException.ThrowIfNull(idOrAlias);
        return _byName.TryGetValue(idOrAlias, out model);
    }

    /// <summary>Returns a catalogue with the models of both, those of <paramref name="other"/> last.</summary>
    /// <param name="other">The models to add.</param>
    /// <param name="conflict">What happens when a name is in both catalogues. Default: <see cref="NameConflict.Throw"/>.</param>
    /// <returns>The merged catalogue.</returns>
    /// <exception cref="ArgumentException">A name is in both, and <paramref name="conflict"/> is <see cref="NameConflict.Throw"/>. The message names both models.</exception>
    public ModelCatalog Merge(ModelCatalog other, NameConflict conflict = NameConflict.Throw)
    {
        ArgumentNullException.ThrowIfNull(other);
        var kept = conflict == NameConflict.Replace ? _models.Where(model => !other._byName.ContainsKey(model.Id)).Select(model => Without(model, other)) : _models;
        return new([.. kept, .. other._models]);
    }

    /// <summary>Returns an enumerator over the models, in order.</summary>
    public IEnumerator<EdgeModel> GetEnumerator() => ((IEnumerable<EdgeModel>)_models).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static EdgeModel Without(EdgeModel model, ModelCatalog names) => model.Aliases.Any(names._byName.ContainsKey)
        ? model with { Aliases = [.. model.Aliases.Where(alias => !names._byName.ContainsKey(alias))] }
        : model;
}
