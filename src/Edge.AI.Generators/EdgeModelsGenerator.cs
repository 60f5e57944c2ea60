using Edge.AI.Catalog.Parsing;
using Edge.AI.Generators.Diagnostics;
using Edge.AI.Generators.Emitting;
using Edge.AI.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators;

/// <summary>Turns every <c>*.edgemodels.json</c> among the additional files into a class with one property per model.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class EdgeModelsGenerator : IIncrementalGenerator
{
    /// <summary>Text → parsed manifest → class → source. All values between the steps have value equality, so a step runs only if its input has changed.</summary>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var language = context.ParseOptionsProvider
            .Select(static (options, _) => LanguageSupport.Of(options))
            .WithTrackingName(TrackingNames.Language);

        var allInputs = context.AdditionalTextsProvider
            .Where(static file => ManifestInput.IsManifest(file.Path))
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancellationToken) => ManifestInput.Of(pair.Left, pair.Right, cancellationToken))
            .Collect();

        var inputs = allInputs
            .Combine(language)
            .SelectMany(static (pair, _) => pair.Right.IsSupported ? ManifestInput.WithoutCopies(pair.Left) : [])
            .WithTrackingName(TrackingNames.Input);

        var manifests = inputs
            .Select(static (input, _) => new TargetedManifest(input.Target, input.Text is { } text && input.IsUtf8 ? ManifestParser.Parse(text) : null))
            .WithTrackingName(TrackingNames.Manifest);

        var targets = inputs
            .Select(static (input, _) => input.Target)
            .Collect()
            .Select(static (targets, _) => new EquatableList<ClassTarget>(targets))
            .WithTrackingName(TrackingNames.Targets);

        var diagnostics = manifests
            .Combine(targets)
            .Select(static (pair, _) => ManifestDiagnostics.Of(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Diagnostics);

        var sources = manifests
            .Combine(targets)
            .Where(static pair => pair.Left.Manifest is not null && pair.Left.Target.IsUsable(pair.Right))
            .Select(static (pair, _) => CatalogClass.Of(pair.Left.Target, pair.Left.Manifest!))
            .WithTrackingName(TrackingNames.Class)
            .Select(static (catalog, _) => new GeneratedSource(catalog.Target.HintName, CatalogEmitter.Emit(catalog)))
            .WithTrackingName(TrackingNames.Source);

        context.RegisterSourceOutput(allInputs.Combine(language), static (production, pair) =>
        {
            if (pair is { Left.Length: > 0, Right.IsSupported: false })
                production.ReportDiagnostic(Diagnostic.Create(LanguageSupport.TooOld, Location.None, pair.Right.Version));
        });
        context.RegisterSourceOutput(diagnostics, static (production, located) =>
        {
            foreach (var diagnostic in located)
                production.ReportDiagnostic(diagnostic.ToDiagnostic());
        });
        context.RegisterSourceOutput(sources, static (production, source) => production.AddSource(source.HintName, source.Text));
    }
}
