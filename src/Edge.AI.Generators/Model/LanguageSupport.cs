using Edge.AI.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Edge.AI.Generators.Model;

/// <summary>Whether the compilation's language version can compile the generated classes. They set init-only properties, which C# 9 introduced.</summary>
/// <param name="Version">The version as a project file writes it, for example <c>7.3</c>.</param>
/// <param name="IsSupported">Whether it is C# 9 or newer.</param>
internal sealed record LanguageSupport(string Version, bool IsSupported)
{
    public static DiagnosticDescriptor TooOld => Descriptors.Of(Descriptors.LanguageTooOld);

    public static LanguageSupport Of(ParseOptions options)
    {
        var version = ((CSharpParseOptions)options).LanguageVersion;
        return new(version.ToDisplayString(), version >= LanguageVersion.CSharp9);
    }
}
