using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Edge.AI.Cli.Options;

/// <summary>Parses a number within bounds. The error names the bounds.</summary>
internal static class NumberRange
{
    public static Func<ArgumentResult, T?> Between<T>(T least, T most)
        where T : struct, INumber<T> => result =>
    {
        var text = result.Tokens[^1].Value;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;

        result.AddError($"{((OptionResult)result.Parent!).Option.Name} is {least} to {most}, not '{text}'.");
        return null;
    };
}
