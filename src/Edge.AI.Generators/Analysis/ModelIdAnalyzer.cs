using System.Collections.Immutable;
using Edge.AI.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Edge.AI.Generators.Analysis;

/// <summary>Checks model ids in code: reports ids that no catalogue contains, models that cannot do what they are used for, and ids that have a typed member.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelIdAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The members that the code fix offers: full names, separated by semicolons, the best one first.</summary>
    internal const string MembersProperty = "Members";

    /// <summary>Present if the code may pass an <c>EdgeModel</c> instead of its id.</summary>
    internal const string TakesModelProperty = "TakesModel";

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [ModelIdDescriptors.UnknownModel, ModelIdDescriptors.NotAChatModel, ModelIdDescriptors.TypedModel, ModelIdDescriptors.NotAnEmbeddingModel];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (EdgeSymbols.Of(start.Compilation) is not { } symbols)
                return;

            var models = new Lazy<KnownModels>(() => KnownModels.Of(start.Compilation, symbols));
            var mayBeOfRuntime = new Lazy<bool>(() => RuntimeCatalogs.AreUsed(start.Compilation, models.Value.Catalogs, start.CancellationToken));
            var inspection = new Inspection(symbols, models, mayBeOfRuntime);
            start.RegisterOperationAction(inspection.Invocation, OperationKind.Invocation);
            start.RegisterOperationAction(inspection.Assignment, OperationKind.SimpleAssignment);
        });
    }

    private sealed class Inspection(EdgeSymbols symbols, Lazy<KnownModels> models, Lazy<bool> mayBeOfRuntime)
    {
        private readonly ChatOptionsUse _options = new(symbols);

        public void Invocation(OperationAnalysisContext context)
        {
            var call = (IInvocationOperation)context.Operation;
            var method = call.TargetMethod.ReducedFrom ?? call.TargetMethod;
            var embeds = symbols.MakesEmbeddingGenerator(method);
            if (!embeds && !symbols.MakesChatClient(method))
                return;

            foreach (var argument in call.Arguments)
            {
                if (argument.Parameter?.Name is "modelId" && argument.Value.ConstantValue is { HasValue: true, Value: string id })
                    Check(context, argument.Value, id, embeds, takesModel: true);
                else if (argument.Parameter?.Name is "model" && argument.Value is IPropertyReferenceOperation member && models.Value.Find(member.Property) is { } model && !IsFit(model, embeds))
                    context.ReportDiagnostic(NotFit(argument.Value, model, embeds));
            }
        }

        public void Assignment(OperationAnalysisContext context)
        {
            var assignment = (ISimpleAssignmentOperation)context.Operation;
            if (assignment is { Target: IPropertyReferenceOperation target, Value.ConstantValue: { HasValue: true, Value: string id } }
                && symbols.IsModelIdOfChatOptions(target.Property)
                && _options.IsOfEdgeClient(target))
                Check(context, assignment.Value, id, embeds: false, takesModel: false);
        }

        private void Check(OperationAnalysisContext context, IOperation place, string id, bool embeds, bool takesModel)
        {
            var model = models.Value.Find(id);
            if (model is null && !mayBeOfRuntime.Value)
                context.ReportDiagnostic(UnknownModel(place, id, takesModel));
            else if (model is not null && !IsFit(model, embeds))
                context.ReportDiagnostic(NotFit(place, model, embeds));
            else if (model is not null && place.Syntax.IsKind(SyntaxKind.StringLiteralExpression))
                context.ReportDiagnostic(TypedModel(place, id, model, takesModel));
        }

        private Diagnostic UnknownModel(IOperation place, string id, bool takesModel)
        {
            var near = models.Value.Near(id);
            var advice = near.Count > 0 ? $"did you mean {string.Join(", ", near.Select(name => $"'{name}'"))}?" : "EdgeModels lists the built-in models";
            return Diagnostic.Create(ModelIdDescriptors.UnknownModel, Location(place), Fixes(near.Select(name => models.Value.Find(name)!.MemberFor(name)), takesModel), id, advice);
        }

        private static bool IsFit(KnownModel model, bool embeds) => embeds ? model.IsEmbeddingModel : model.IsChatModel;

        private static Diagnostic NotFit(IOperation place, KnownModel model, bool embeds) =>
            Diagnostic.Create(embeds ? ModelIdDescriptors.NotAnEmbeddingModel : ModelIdDescriptors.NotAChatModel, Location(place), model.Id);

        private static Diagnostic TypedModel(IOperation place, string id, KnownModel model, bool takesModel)
        {
            var member = model.MemberFor(id);
            return Diagnostic.Create(ModelIdDescriptors.TypedModel, Location(place), Fixes([member], takesModel), id, member);
        }

        private static ImmutableDictionary<string, string?> Fixes(IEnumerable<string> members, bool takesModel)
        {
            var fixes = ImmutableDictionary<string, string?>.Empty.Add(MembersProperty, string.Join(";", members));
            return takesModel ? fixes.Add(TakesModelProperty, null) : fixes;
        }

        private static Location Location(IOperation place) => place.Syntax.GetLocation();
    }
}
