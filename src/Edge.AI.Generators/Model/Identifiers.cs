using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Edge.AI.Generators.Model;

/// <summary>Turns names from outside into C# identifiers.</summary>
internal static class Identifiers
{
    public static bool IsValid(string name) => SyntaxFacts.IsValidIdentifier(name);

    /// <summary>The name as source code may write it: a keyword gets its <c>@</c>.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>A namespace out of any text: a project "my-app" has the root namespace "my-app", which is none.</summary>
    public static string Namespace(string text) => string.Join(".", text.Split('.').Where(part => part.Length > 0).Select(Part));

    /// <summary>
    /// The words of the text, each with a capital, put together. A separator between two digits stays as an underscore:
    /// "phi-3.5-mini" is Phi3_5Mini, "phi-35-mini" Phi35Mini. A digit in front gets an underscore as well.
    /// </summary>
    public static string Pascal(string text)
    {
        var name = new StringBuilder();
        var startsWord = true;
        foreach (var character in text)
        {
            if (!char.IsLetterOrDigit(character))
            {
                startsWord = true;
                continue;
            }

            if (startsWord && IsDigit(character) && (name.Length == 0 || IsDigit(name[name.Length - 1])))
                name.Append('_');

            name.Append(startsWord ? char.ToUpperInvariant(character) : character);
            startsWord = false;
        }

        return name.ToString();
    }

    private static string Part(string part)
    {
        var letters = string.Concat(part.Select(character => SyntaxFacts.IsIdentifierPartCharacter(character) ? character : '_'));
        return SyntaxFacts.IsIdentifierStartCharacter(letters[0]) ? letters : "_" + letters;
    }

    private static bool IsDigit(char character) => character is >= '0' and <= '9';
}
