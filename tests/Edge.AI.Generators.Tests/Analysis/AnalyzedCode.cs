using System.Collections.Immutable;
using Edge.AI.Generators.Analysis;
using Edge.AI.Generators.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Edge.AI.Generators.Tests.Analysis;

/// <summary>A small program in an editor's workspace, with the classes that the generator made from its manifests.</summary>
internal sealed class AnalyzedCode : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly Document _document;

    public AnalyzedCode(string code, IEnumerable<TestFile>? manifests = null, MetadataReference? reference = null, string usings = "")
    {
        var project = _workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "App",
            "App",
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable),
            metadataReferences: reference is null ? GeneratorRun.References : [.. GeneratorRun.References, reference]));
        foreach (var (file, number) in (manifests ?? []).Select((file, number) => (file, number)))
            project = project.AddDocument($"{number}.g.cs", new GeneratorRun(file).OnlySource).Project;

        _document = project.AddDocument("Program.cs", $"""
            using System;
            using System.Threading.Tasks;
            using Microsoft.Extensions.AI;
            using Microsoft.Extensions.DependencyInjection;
            {usings}

            {code}
            """);
    }

    /// <summary>The id of each diagnostic and the code that it underlines.</summary>
    public async Task<IEnumerable<string>> FindingsAsync() => (await DiagnosticsAsync()).Select(diagnostic => $"{diagnostic.Id} {Underlined(diagnostic)}");

    public async Task<string> OnlyMessageAsync() => (await DiagnosticsAsync()).Should().ContainSingle().Which.GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The code fixes that an editor offers for the only diagnostic.</summary>
    public async Task<IEnumerable<string>> OffersAsync() => (await ActionsAsync()).Select(action => action.Title);

    /// <summary>The program after a code fix was applied; it must compile.</summary>
    public async Task<string> TakeAsync(string offer)
    {
        var operations = await (await ActionsAsync()).Single(action => action.Title == offer).GetOperationsAsync(CancellationToken.None);
        var document = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(_document.Id)!;
        (await document.Project.GetCompilationAsync())!.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        return (await document.GetTextAsync()).ToString();
    }

    public void Dispose() => _workspace.Dispose();

    private static string Underlined(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    private async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync()
    {
        var compilation = (await _document.Project.GetCompilationAsync())!;
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        return await compilation.WithAnalyzers([new ModelIdAnalyzer()], new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: (error, _, _) => throw error, concurrentAnalysis: false, logAnalyzerExecutionTime: false)).GetAnalyzerDiagnosticsAsync();
    }

    private async Task<List<CodeAction>> ActionsAsync()
    {
        var actions = new List<CodeAction>();
        var diagnostic = (await DiagnosticsAsync()).Should().ContainSingle().Which;
        await new TypedModelCodeFix().RegisterCodeFixesAsync(new CodeFixContext(_document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }
}
