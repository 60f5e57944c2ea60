using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Edge.AI.Generators.Model;

/// <summary>Converts any text to C# identifiers.</summary>
internal static class Identifiers
{
    public static bool IsValid(string name) => SyntaxFacts.IsValidIdentifier(name);

    /// <summary>The name as it is written in source code: a keyword gets an <c>@</c>.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>Converts a text to a valid namespace. The root namespace of a project "my-app" is "my-app", which is not valid.</summary>
    public static string Namespace(string text) => string.Join(".", text.Split('.').Where(part => part.Length > 0).Select(Part));

    /// <summary>
    /// Joins the words of the text, each with a capital letter. A separator between two digits stays as an underscore:
    /// "phi-3.5-mini" becomes Phi3_5Mini, "phi-35-mini" becomes Phi35Mini. A name that begins with a digit gets an underscore in front.
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
