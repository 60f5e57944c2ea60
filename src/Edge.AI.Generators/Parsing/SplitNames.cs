using System.Globalization;

namespace Edge.AI.Catalog.Parsing;

/// <summary>
/// The file names of the parts of a split model. llama.cpp creates them (llama_split_path), and looks for them beside the first part: <c>model-00001-of-00003.gguf</c>.
/// </summary>
internal static class SplitNames
{
    private const string Ending = ".gguf", Of = "-of-";
    private const int Digits = 5;
    private const int SuffixLength = 1 + Digits + 4 + Digits + 5; // -00001-of-00003.gguf

    /// <summary>The part that a file name describes; null if it is not the name of a part.</summary>
    public static SplitPart? Read(string name)
    {
        var at = name.Length - SuffixLength;
        if (at < 1 || name[at] != '-' || !name.EndsWith(Ending, StringComparison.Ordinal) || string.CompareOrdinal(name, at + 1 + Digits, Of, 0, Of.Length) != 0)
            return null;

        return Number(name, at + 1) is { } number && Number(name, at + 1 + Digits + Of.Length) is { } count ? new(name.Substring(0, at), number, count) : null;
    }

    public static string NameOf(string stem, int number, int count) => string.Format(CultureInfo.InvariantCulture, "{0}-{1:00000}-of-{2:00000}.gguf", stem, number, count);

    /// <summary>The index of the file that llama.cpp opens: the first file, or the first part if the first file is a later part of a split model.</summary>
    public static int IndexToOpen(IReadOnlyList<string> names)
    {
        if (Read(names[0]) is not { } first)
            return 0;

        for (var index = 0; index < names.Count; index++)
        {
            if (Read(names[index]) is { Number: 1 } part && part.Count == first.Count && string.Equals(part.Stem, first.Stem, StringComparison.Ordinal))
                return index;
        }

        return 0;
    }

    /// <summary>The problem of the split models among the files, and the index of the file that has it; null if all of them are complete.</summary>
    public static (int Index, string Problem)? Problem(IReadOnlyList<string> names)
    {
        var (known, asked) = (new HashSet<string>(names, StringComparer.Ordinal), new HashSet<(string, int)>());
        for (var index = 0; index < names.Count; index++)
        {
            if (Read(names[index]) is not { } part)
                continue;

            if (part.Number < 1 || part.Number > part.Count)
                return (index, $"'{ModelRules.Shorten(names[index])}' is named as part {part.Number} of {part.Count}; parts count from 1.");

            if (asked.Add((part.Stem, part.Count)) && MissingPart(part, known) is { } missing)
                return (index, $"'{ModelRules.Shorten(names[index])}' is part {part.Number} of {part.Count} of a split model, but part {missing} of it is not among the files; list every part.");
        }

        return null;
    }

    private static int? MissingPart(SplitPart part, HashSet<string> names)
    {
        for (var number = 1; number <= part.Count; number++)
        {
            if (!names.Contains(NameOf(part.Stem, number, part.Count)))
                return number;
        }

        return null;
    }

    private static int? Number(string name, int at)
    {
        var number = 0;
        for (var digit = at; digit < at + Digits; digit++)
        {
            if (name[digit] is not (>= '0' and <= '9'))
                return null;

            number = (number * 10) + (name[digit] - '0');
        }

        return number;
    }
}

/// <summary>A part of a split model.</summary>
/// <param name="Stem">The common beginning of the names of all parts.</param>
/// <param name="Number">The number of the part, counted from 1.</param>
/// <param name="Count">The number of parts.</param>
internal sealed record SplitPart(string Stem, int Number, int Count);
