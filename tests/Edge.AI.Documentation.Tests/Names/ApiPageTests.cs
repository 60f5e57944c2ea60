using System.Text.RegularExpressions;

namespace Edge.AI.Documentation.Tests.Names;

/// <summary>The page of the public surface has every type, and every extension method. That a name on it exists is a test of all pages.</summary>
public sealed partial class ApiPageTests
{
    /// <summary>The libraries, and their lists of public members, which the compiler compares with the code.</summary>
    public static TheoryData<string> Libraries { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Pages.Root, "src"), "PublicAPI.Unshipped.txt", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!))
            .Where(library => !library.StartsWith("Edge.AI.Generators", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]; // their types are for compilers

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_has_a_section_with_all_of_its_types_and_extension_methods(string library)
    {
        var page = File.ReadAllText(Path.Combine(Pages.Root, "docs", "reference", "api.md")).ReplaceLineEndings("\n");
        var section = page.Split($"\n## {library}\n")[^1].Split("\n## ")[0];
        var surface = File.ReadAllText(Path.Combine(Pages.Root, "src", library, "PublicAPI.Unshipped.txt"));

        page.Should().Contain($"\n## {library}\n");
        PublicType().Matches(surface).Concat(ExtensionMethod().Matches(surface)).Select(match => match.Groups["name"].Value).Distinct()
            .Where(name => !section.Contains($"`{name}`", StringComparison.Ordinal)).Should().BeEmpty($"they are public in {library}; name them in its section of docs/reference/api.md");
    }

    /// <summary>A line with only a name is a type. Classes of extension methods are not what a reader looks for, and neither are types inside of others.</summary>
    [GeneratedRegex(@"^(Edge\.AI|Microsoft)(\.[A-Z]\w*?)*?\.(?<name>[A-Z]\w*?)(?<!Extensions|EdgeModels\.Ids)(<.*>)?\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^static [\w.]+Extensions\.(?<name>\w+)", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExtensionMethod();
}
