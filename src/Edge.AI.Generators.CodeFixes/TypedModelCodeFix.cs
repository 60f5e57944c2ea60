using System.Collections.Immutable;
using System.Composition;
using Edge.AI.Generators.Analysis;
using Edge.AI.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Edge.AI.Generators.CodeFixes;

/// <summary>Replaces a model id with a member of a generated class: the model itself, or its id as a constant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TypedModelCodeFix))]
[Shared]
public sealed class TypedModelCodeFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ModelIdDescriptors.UnknownModelId, ModelIdDescriptors.TypedModelId];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax id)
                continue;

            var members = (diagnostic.Properties[ModelIdAnalyzer.MembersProperty] ?? "").Split([';'], StringSplitOptions.RemoveEmptyEntries);
            foreach (var (member, rank) in members.Select((member, rank) => (member, rank)))
                Register(context, diagnostic, id, new(member, rank));
        }
    }

    private static void Register(CodeFixContext context, Diagnostic diagnostic, ExpressionSyntax id, Replacement replacement)
    {
        if (diagnostic.Properties.ContainsKey(ModelIdAnalyzer.TakesModelProperty))
            Offer(replacement.Model, "Model");

        Offer(replacement.Id, "Id");

        void Offer(ImmutableArray<string> path, string form) => context.RegisterCodeFix(
            CodeAction.Create($"Use {replacement.ClassName}.{string.Join(".", path)}", token => ReplaceAsync(context.Document, id, replacement.Class, path, token), $"{form}{replacement.Rank}"),
            diagnostic);
    }

    private static async Task<Document> ReplaceAsync(Document document, ExpressionSyntax id, string @class, ImmutableArray<string> path, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        if (editor.SemanticModel.Compilation.GetTypeByMetadataName(@class) is not { } type)
            return document;

        var member = SyntaxFactory.ParseExpression($"global::{@class}.{string.Join(".", path)}");
        editor.ReplaceNode(id, member.WithTriviaFrom(id).WithAdditionalAnnotations(Simplifier.Annotation));

        // The overload for a model names its parameter 'model'.
        if (path.Length == 1 && id.Parent is ArgumentSyntax { NameColon: { } name })
            editor.ReplaceNode(name.Name, SyntaxFactory.IdentifierName("model").WithTriviaFrom(name.Name));

        var isInScope = editor.SemanticModel.LookupNamespacesAndTypes(id.SpanStart, name: type.Name).Contains(type, SymbolEqualityComparer.Default);
        if (!isInScope)
            editor.ReplaceNode(editor.OriginalRoot, (root, generator) => generator.AddNamespaceImports(root, generator.NamespaceImportDeclaration(type.ContainingNamespace.ToDisplayString())));

        return editor.GetChangedDocument();
    }

    /// <summary>A member of a generated class, such as <c>Acme.AcmeModels.SupportBot</c>.</summary>
    private sealed class Replacement(string member, int rank)
    {
        public string Class { get; } = member.Substring(0, member.LastIndexOf('.'));

        public string ClassName => Class.Substring(Class.LastIndexOf('.') + 1);

        public ImmutableArray<string> Model { get; } = [member.Substring(member.LastIndexOf('.') + 1)];

        public ImmutableArray<string> Id => Model.Insert(0, "Ids");

        public int Rank => rank;
    }
}
