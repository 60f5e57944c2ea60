using Microsoft.CodeAnalysis.Diagnostics;

namespace Edge.AI.Generators.Model;

/// <summary>The class that a manifest is turned into.</summary>
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

    /// <summary>What the project file asks for; else the root namespace, and the file's name with "Models" behind it.</summary>
    public static ClassTarget Of(string path, AnalyzerConfigOptions file, AnalyzerConfigOptions project) => new(
        path,
        Option(file, NamespaceOption) ?? Identifiers.Namespace(Option(project, RootNamespaceOption) ?? ""),
        Option(file, ClassOption) ?? DefaultClassName(path));

    /// <summary>Whether a class can be made of it: the names are valid, and no manifest before it asks for the same.</summary>
    public bool IsUsable(IReadOnlyList<ClassTarget> targets) => HasValidNames && FirstOfSameName(targets).Equals(this);

    public bool HasValidNames => Identifiers.IsValid(ClassName) && (Namespace.Length == 0 || Namespace.Split('.').All(Identifiers.IsValid));

    /// <summary>The first manifest that asks for this class; names that differ in case only would share one file of generated source.</summary>
    public ClassTarget FirstOfSameName(IEnumerable<ClassTarget> targets) =>
        targets.First(target => string.Equals(target.FullName, FullName, StringComparison.OrdinalIgnoreCase));

    private static string DefaultClassName(string path)
    {
        var file = Name(path);
        var name = Identifiers.Pascal(file.Substring(0, file.Length - ManifestInput.Extension.Length));
        return name.EndsWith("Models", StringComparison.Ordinal) ? name : name + "Models";
    }

    // System.IO.Path would look for the separators of the machine that compiles.
    private static string Name(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    private static string? Option(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
