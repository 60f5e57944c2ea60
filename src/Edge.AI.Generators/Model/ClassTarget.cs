using Microsoft.CodeAnalysis.Diagnostics;

namespace Edge.AI.Generators.Model;

/// <summary>The class that is generated from a manifest.</summary>
/// <param name="Path">The manifest's path.</param>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="ClassName">The name of the class.</param>
internal sealed record ClassTarget(string Path, string Namespace, string ClassName)
{
    private const string NamespaceOption = "build_metadata.AdditionalFiles.EdgeModelsNamespace";
    private const string ClassOption = "build_metadata.AdditionalFiles.EdgeModelsClass";
    private const string RootNamespaceOption = "build_property.RootNamespace";

    public string FileName => Name(Path);

    /// <summary>How many folders are above the manifest.</summary>
    public int Depth => Path.Count(character => character is '/' or '\\');

    public string HintName => $"{FullName}.g.cs";

    public string FullName => Namespace.Length == 0 ? ClassName : $"{Namespace}.{ClassName}";

    /// <summary>The names that the project file sets; by default the root namespace, and the file's name with the suffix "Models".</summary>
    public static ClassTarget Of(string path, AnalyzerConfigOptions file, AnalyzerConfigOptions project) => new(
        path,
        Option(file, NamespaceOption) ?? Identifiers.Namespace(Option(project, RootNamespaceOption) ?? ""),
        Option(file, ClassOption) ?? DefaultClassName(path));

    /// <summary>Whether the class can be generated: the names are valid, and no earlier manifest asks for the same class.</summary>
    public bool IsUsable(IReadOnlyList<ClassTarget> targets) => HasValidNames && FirstOfSameName(targets).Equals(this);

    public bool HasValidNames => Identifiers.IsValid(ClassName) && (Namespace.Length == 0 || Namespace.Split('.').All(Identifiers.IsValid));

    /// <summary>The first manifest that asks for this class. Names that differ only in case count as equal, because they would share one generated file.</summary>
    public ClassTarget FirstOfSameName(IEnumerable<ClassTarget> targets) =>
        targets.First(target => string.Equals(target.FullName, FullName, StringComparison.OrdinalIgnoreCase));

    private static string DefaultClassName(string path)
    {
        var file = Name(path);
        var name = Identifiers.Pascal(file.Substring(0, file.Length - ManifestInput.Extension.Length));
        return name.EndsWith("Models", StringComparison.Ordinal) ? name : name + "Models";
    }

    // System.IO.Path knows only the separators of the machine that compiles.
    private static string Name(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    private static string? Option(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
