using System.Reflection;
using Edge.AI.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Edge.AI.Documentation.Tests.Blocks;

/// <summary>
/// A block of C#, as a reader would use it. A block that is saved as a file, or begins with a using directive, is a whole program. Any other is a part of one, and stands in
/// <c>Surroundings.cs</c>. A block with the mark <c>continues</c> follows the block above it.
/// </summary>
internal sealed class Example
{
    private const string Place = "/* example */";

    // What the SDKs import without a line in the program: Microsoft.NET.Sdk and Microsoft.NET.Sdk.Web.
    private static readonly string[] s_sdk = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];
    private static readonly string[] s_web = ["System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging"];
    private static readonly string[] s_worker = ["Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging"];

    private static readonly CSharpParseOptions s_language = new(LanguageVersion.Preview);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_references = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => path.Length > 0).Select(path => MetadataReference.CreateFromFile(path))]);

    private readonly CSharpCompilation _compilation;

    private Example(CodeBlock block, string text)
    {
        IsProgram = block.FileName is not null || text.StartsWith("using ", StringComparison.Ordinal);
        string[] imported = !IsProgram || text.Contains("WebApplication", StringComparison.Ordinal) ? [.. s_sdk, .. s_web] : block.Has("worker") ? [.. s_sdk, .. s_worker] : s_sdk;
        var imports = CSharpSyntaxTree.ParseText(string.Concat(imported.Select(name => $"global using global::{name};\n")), s_language);
        var program = CSharpSyntaxTree.ParseText(IsProgram ? text : Surround(text), s_language);
        _compilation = CSharpCompilation.Create(
            $"Example-{Guid.NewGuid():N}", [program, imports], s_references.Value,
            new CSharpCompilationOptions(IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Gets whether the block is a whole program.</summary>
    public bool IsProgram { get; }

    /// <summary>Gets the errors of the compiler, and its warnings about what is obsolete.</summary>
    public IEnumerable<string> Problems =>
        from problem in _compilation.GetDiagnostics()
        where problem.Severity == DiagnosticSeverity.Error || problem.Id is "CS0612" or "CS0618"
        let line = problem.Location.SourceTree?.GetText().Lines[problem.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()
        select $"{problem.Id}: {problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture)} in: {line}";

    /// <summary>Returns the block that is number <paramref name="index"/> on its page.</summary>
    public static Example Of(IReadOnlyList<CodeBlock> blocks, int index) => new(blocks[index], TextOf(blocks, index));

    public static Example Of(string text) => new(new("page.md", 1, "csharp", [], text), text);

    /// <summary>Writes the program beside the tests' assembly, where the libraries that it uses are.</summary>
    /// <returns>The path of the program.</returns>
    public string Emit()
    {
        var path = Path.Combine(AppContext.BaseDirectory, _compilation.AssemblyName + ".dll");
        var result = _compilation.Emit(path);
        if (!result.Success)
            throw new InvalidOperationException(string.Join('\n', Problems));

        var tests = Path.ChangeExtension(Assembly.GetExecutingAssembly().Location, null);
        foreach (var extension in (string[])[".runtimeconfig.json", ".deps.json"])
            File.Copy(tests + extension, Path.ChangeExtension(path, null) + extension);

        return path;
    }

    private static string TextOf(IReadOnlyList<CodeBlock> blocks, int index)
    {
        var text = blocks[index].Text;
        if (!blocks[index].Has("continues"))
            return text;

        var before = Enumerable.Range(0, index).Last(earlier => blocks[earlier].Language == "csharp");
        return TextOf(blocks, before) + text;
    }

    /// <summary>Statements go into a method, and types beside its class.</summary>
    private static string Surround(string text)
    {
        var root = CSharpSyntaxTree.ParseText(text, s_language).GetCompilationUnitRoot();
        var statements = root.Members.OfType<GlobalStatementSyntax>().Select(statement => statement.ToFullString());
        var types = root.Members.Where(member => member is not GlobalStatementSyntax).Select(member => member.ToFullString());
        var left = string.Concat(root.EndOfFileToken.GetAllTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SkippedTokensTrivia)).Select(trivia => trivia.ToFullString())); // a block that is no C# must not compile
        var surroundings = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Surroundings.cs.txt"));
        return surroundings.Replace(Place, string.Concat(statements) + left, StringComparison.Ordinal) + string.Concat(types);
    }
}
