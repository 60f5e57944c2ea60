using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace Edge.AI.Generators.Emitting;

/// <summary>Writes values as C# literals.</summary>
internal static class Literal
{
    /// <summary>The text in double quotes, on one line; all other characters are escaped.</summary>
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>An array on one line. Collection expressions would need C# 12.</summary>
    public static string Array(string type, IEnumerable<string> items) => $"new {type}[] {{ {string.Join(", ", items)} }}";

    public static string Uri(string address) => $"new global::System.Uri({Of(address)})";
}
