using Edge.AI.Catalog.Parsing;
using Edge.AI.Generators.Model;

namespace Edge.AI.Generators.Diagnostics;

/// <summary>The diagnostics for a manifest: the problems of its text, and the problems of the class that is generated from it.</summary>
internal static class ManifestDiagnostics
{
    public static EquatableList<LocatedDiagnostic> Of(TargetedManifest manifest, IReadOnlyList<ClassTarget> targets)
    {
        var (target, diagnostics) = (manifest.Target, new List<LocatedDiagnostic>());
        if (!target.HasValidNames)
            Add(Descriptors.InvalidTarget, $"'{target.FullName}' is not a valid C# class name. Change EdgeModelsNamespace or EdgeModelsClass in the project file, or rename the manifest.");
        else if (target.FirstOfSameName(targets) is var first && !first.Equals(target))
            Add(Descriptors.TargetClash, $"'{first.Path}' already becomes the class '{target.FullName}'. Give one of the two files another EdgeModelsClass in the project file, or exclude it: <AdditionalFiles Remove=\"…\" />.");

        if (manifest.Manifest is { } parsed)
            diagnostics.AddRange(parsed.Problems.Select(problem => new LocatedDiagnostic(problem.Id, target.Path, problem.Span, problem.Message)));
        else
            Add(Descriptors.Unreadable, $"{target.FileName} cannot be read as UTF-8. Check that the file exists, that its permissions allow reading, and that it is saved as UTF-8.");

        return new(diagnostics);

        void Add(string id, string message) => diagnostics.Add(new(id, target.Path, SourceSpan.Start, message));
    }
}
