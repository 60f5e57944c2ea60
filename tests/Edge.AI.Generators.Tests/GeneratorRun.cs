using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Edge.AI.Generators.Tests;

/// <summary>Runs the generator on manifests, in a project that treats warnings as errors and requires documentation for every public member.</summary>
internal sealed class GeneratorRun
{
    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private GeneratorDriver _driver;
    private Compilation _compilation;

    private readonly CSharpParseOptions _parsing;

    public GeneratorRun(params IEnumerable<TestFile> files)
        : this(LanguageVersion.Latest, files)
    {
    }

    public GeneratorRun(LanguageVersion version, params IEnumerable<TestFile> files)
    {
        Files = [.. files];
        _parsing = CSharpParseOptions.Default.WithDocumentationMode(DocumentationMode.Diagnose).WithLanguageVersion(version);
        _compilation = CSharpCompilation.Create(
            "Acme",
            references: References,
            options: new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error));
        _driver = CSharpGeneratorDriver.Create(
            [new EdgeModelsGenerator().AsSourceGenerator()],
            Files,
            _parsing,
            new Options("Acme.App"),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    public ImmutableArray<TestFile> Files { get; private set; }

    public GeneratorDriverRunResult Result
    {
        get
        {
            Run();
            return _driver.GetRunResult();
        }
    }

    public string RootNamespace { set => _driver = _driver.WithUpdatedAnalyzerConfigOptions(new Options(value)); }

    public string OnlySource => Result.GeneratedTrees.Should().ContainSingle().Which.ToString();

    /// <summary>The diagnostics of generator and compiler.</summary>
    public IEnumerable<string> Diagnostics()
    {
        var output = Run();
        return Result.Diagnostics.Concat(output.GetDiagnostics()).Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden).Select(diagnostic => diagnostic.ToString());
    }

    /// <summary>The generated code, compiled and loaded.</summary>
    public System.Reflection.Assembly Load() => System.Reflection.Assembly.Load(Emit());

    /// <summary>The generated code, compiled.</summary>
    public byte[] Emit()
    {
        using var bytes = new MemoryStream();
        Run().Emit(bytes).Diagnostics.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden).Should().BeEmpty();
        return bytes.ToArray();
    }

    public void Replace(TestFile old, TestFile @new)
    {
        Files = Files.Replace(old, @new);
        _driver = _driver.ReplaceAdditionalText(old, @new);
    }

    public void AddCode(string code) => _compilation = _compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(code, _parsing));

    private Compilation Run()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out var output, out _);
        return output;
    }

    private sealed class Options(string rootNamespace) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(new(StringComparer.Ordinal) { ["build_property.RootNamespace"] = rootNamespace });

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(new(StringComparer.Ordinal));

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(((TestFile)textFile).Metadata);
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}

/// <summary>An additional file with its metadata in the project file.</summary>
internal sealed class TestFile(string path, string? text, string? @namespace = null, string? className = null) : AdditionalText
{
    public override string Path => path;

    public string Text => text ?? "";

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal)
    {
        ["build_metadata.AdditionalFiles.EdgeModelsNamespace"] = @namespace ?? "",
        ["build_metadata.AdditionalFiles.EdgeModelsClass"] = className ?? "",
    };

    public Encoding? Encoding { get; init; }

    public override SourceText? GetText(CancellationToken cancellationToken = default) => text is null ? null : SourceText.From(text, Encoding);

    public TestFile With(string newText) => new(path, newText);
}
