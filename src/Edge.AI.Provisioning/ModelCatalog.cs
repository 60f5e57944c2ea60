using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Edge.AI.Catalog;

namespace Edge.AI;

/// <summary>
/// The models that can be asked for by name. Immutable: <see cref="Merge"/> makes a new catalogue, so that one instance may be
/// shared by everything in an app.
/// </summary>
/// <example>
/// <code>
/// var catalog = ModelCatalog.BuiltIn.Merge(ModelCatalog.Load("acme.edgemodels.json"));
/// EdgeModel model = catalog.Find("phi-3");
/// </code>
/// </example>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A catalogue is what it is called, in the docs and by its users.")]
public sealed class ModelCatalog : IReadOnlyCollection<EdgeModel>
{
    private readonly EdgeModel[] _models;
    private readonly Dictionary<string, EdgeModel> _byName;

    /// <summary>Makes a catalogue of these models, in this order.</summary>
    /// <exception cref="ArgumentException">Two models claim the same id or alias, whatever its case; the message names both.</exception>
    public ModelCatalog(IEnumerable<EdgeModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _models = [.. models];
        _byName = NameIndex.Of(_models, nameof(models));
    }

    /// <summary>The models that come with Edge.AI: the same as <see cref="EdgeModels"/>.</summary>
    public static ModelCatalog BuiltIn => EdgeModels.Catalog;

    /// <summary>The number of models.</summary>
    public int Count => _models.Length;

    /// <summary>Reads a manifest from a file in UTF-8.</summary>
    /// <param name="path">The file; docs/edgemodels.schema.json describes what it may hold.</param>
    /// <exception cref="ManifestException">The manifest is invalid; the exception tells line and column of its first problem.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ModelCatalog Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(ManifestModels.Load(path));
    }

    /// <summary>Reads a manifest from text.</summary>
    /// <param name="json">The manifest; docs/edgemodels.schema.json describes what it may hold.</param>
    /// <param name="source">Where it comes from, for messages: a file name, an address.</param>
    /// <exception cref="ManifestException">The manifest is invalid; the exception tells line and column of its first problem.</exception>
    public static ModelCatalog Parse(string json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(source);
        return new(ManifestModels.Parse(json, source));
    }

    /// <summary>The model of that id or alias, whatever its case.</summary>
    /// <exception cref="ModelNotFoundException">There is none; the exception names the nearest ids.</exception>
    public EdgeModel Find(string idOrAlias) => TryFind(idOrAlias, out var model)
        ? model
        : throw new ModelNotFoundException(idOrAlias, NearestNames.Of(idOrAlias, _models));

    /// <summary>The model of that id or alias, whatever its case; false if there is none.</summary>
    public bool TryFind(string idOrAlias, [NotNullWhen(true)] out EdgeModel? model)
    {
        ArgumentNullException.ThrowIfNull(idOrAlias);
        return _byName.TryGetValue(idOrAlias, out model);
    }

    /// <summary>A catalogue with the models of both, those of <paramref name="other"/> last.</summary>
    /// <param name="other">The models to add.</param>
    /// <param name="replace">
    /// Whether the models of <paramref name="other"/> win where a name is in both: a model whose id they claim goes,
    /// and a model whose alias they claim stays without it.
    /// </param>
    /// <exception cref="ArgumentException">A name is in both and <paramref name="replace"/> is false; the message names both models.</exception>
    public ModelCatalog Merge(ModelCatalog other, bool replace = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        var kept = replace ? _models.Where(model => !other._byName.ContainsKey(model.Id)).Select(model => Without(model, other)) : _models;
        return new([.. kept, .. other._models]);
    }

    /// <summary>The models, in order.</summary>
    public IEnumerator<EdgeModel> GetEnumerator() => ((IEnumerable<EdgeModel>)_models).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static EdgeModel Without(EdgeModel model, ModelCatalog names) => model.Aliases.Any(names._byName.ContainsKey)
        ? model with { Aliases = [.. model.Aliases.Where(alias => !names._byName.ContainsKey(alias))] }
        : model;
}
