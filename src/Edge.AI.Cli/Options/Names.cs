using System.CommandLine;
using System.CommandLine.Parsing;

namespace Edge.AI.Cli.Options;

/// <summary>Parses one of the names of an enumeration, regardless of case. The error lists them.</summary>
internal static class Names
{
    public static Func<ArgumentResult, T?> Of<T>()
        where T : struct, Enum => result =>
    {
        var text = result.Tokens[^1].Value;
        var names = Enum.GetNames<T>();
        if (names.Contains(text, StringComparer.OrdinalIgnoreCase))
            return Enum.Parse<T>(text, ignoreCase: true);

        result.AddError($"{((OptionResult)result.Parent!).Option.Name} is {string.Join(", ", names[..^1]).ToLowerInvariant()} or {names[^1].ToLowerInvariant()}, not '{text}'.");
        return null;
    };
}
