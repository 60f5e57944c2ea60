using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Edge.AI.Architecture.Tests;

/// <summary>A folder's use of another one.</summary>
/// <param name="From">The folder that uses the other.</param>
/// <param name="To">The folder that is used.</param>
/// <param name="IsDirect">Whether no type of the root folder lies between them.</param>
/// <param name="Evidence">The names of the types, from the one that uses to the one that is used.</param>
internal sealed record Use(string From, string To, bool IsDirect, string Evidence);

/// <summary>The dependencies that the compiled assemblies have.</summary>
internal sealed class CompiledArrows
{
    private const string Root = "";

    private readonly IType[] _types;
    private readonly string _rootNamespace;
    private readonly string _assembly;

    /// <param name="assembly">The name of the assembly's file, without its extension.</param>
    /// <param name="rootNamespace">The namespace of the types in the project's root folder.</param>
    public CompiledArrows(string assembly, string rootNamespace)
    {
        _assembly = assembly;
        _rootNamespace = rootNamespace;
        var loaded = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        References = [.. loaded.GetReferencedAssemblies().Select(reference => reference.Name!)];
        _types = [.. new ArchLoader().LoadAssemblies(loaded).Build().Types.Where(IsOurs)];
    }

    /// <summary>The names of the assemblies that this one refers to.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>The namespaces below the root, named like folders: <c>Values</c>, <c>Chat/Answers</c>.</summary>
    public IEnumerable<string> Folders => _types.Select(FolderOf).OfType<string>().Where(folder => folder != Root).Distinct();

    /// <summary>
    /// From each folder to each other folder that it uses, with one use as evidence: directly, or through types of the project's root folder, which are free for
    /// all folders.
    /// </summary>
    public IEnumerable<Use> Uses()
    {
        var uses = new Dictionary<(string From, string To, bool IsDirect), string>();
        foreach (var type in _types)
        {
            if (FolderOf(type) is not { Length: > 0 } from)
                continue;

            foreach (var (to, evidence, isDirect) in Reach(type, type.FullName, isDirect: true, []))
            {
                if (to != from)
                    uses.TryAdd((from, to, isDirect), evidence);
            }
        }

        return uses.Select(use => new Use(use.Key.From, use.Key.To, use.Key.IsDirect, use.Value));
    }

    private IEnumerable<(string Folder, string Evidence, bool IsDirect)> Reach(IType type, string way, bool isDirect, HashSet<string> visited)
    {
        foreach (var target in type.Dependencies.Select(dependency => dependency.Target).DistinctBy(target => target.FullName))
        {
            if (FolderOf(target) is not { } folder)
                continue;

            var evidence = $"{way} -> {target.FullName}";
            if (folder != Root)
            {
                yield return (folder, evidence, isDirect);
            }
            else if (visited.Add(target.FullName))
            {
                foreach (var further in Reach(Known(target), evidence, isDirect: false, visited))
                    yield return further;
            }
        }
    }

    /// <summary>Type parameters have no assembly.</summary>
    private bool IsOurs(IType type) => type.Assembly?.Name is { } name && (name == _assembly || name.StartsWith(_assembly + ",", StringComparison.Ordinal));

    private IType Known(IType type) => _types.FirstOrDefault(known => known.FullName == type.FullName) ?? type;

    /// <summary>The folder of a type of this assembly; null for types of others, and for type parameters, whose names several generated types share.</summary>
    private string? FolderOf(IType type)
    {
        if (type is GenericParameter || !IsOurs(type) || type.Namespace?.FullName is not { } name)
            return null;
        if (name == _rootNamespace + ".Common") // compiled into several projects; uses nothing
            return null;
        if (name == _rootNamespace)
            return Root;

        return name.StartsWith(_rootNamespace + ".", StringComparison.Ordinal) ? name[(_rootNamespace.Length + 1)..].Replace('.', '/') : null;
    }
}
