using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Generators.Model;

/// <param name="Target">The class that the manifest asks for.</param>
/// <param name="Manifest">Its content; null if the compiler could not read it as UTF-8.</param>
internal sealed record TargetedManifest(ClassTarget Target, ParsedManifest? Manifest);
