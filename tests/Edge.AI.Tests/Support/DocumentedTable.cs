using System.Text.RegularExpressions;

namespace Edge.AI.Tests.Support;

/// <summary>The rows of the tables on a page of docs, by the columns of their heads. A cell with one name in code marks is that name.</summary>
internal static partial class DocumentedTable
{
    /// <summary>Returns the rows of all tables whose first column has this title.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string page, string firstColumn)
    {
        List<IReadOnlyDictionary<string, string>> rows = [];
        string[]? head = null;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", page)))
        {
            if (!line.StartsWith('|'))
            {
                head = null;
                continue;
            }

            string[] cells = [.. line.Trim().Trim('|').Split('|').Select(cell => Whole().Replace(cell.Trim(), "${name}"))];
            if (head is null)
                head = cells;
            else if (head[0] == firstColumn && !cells[0].StartsWith("---", StringComparison.Ordinal))
                rows.Add(head.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
        }

        return rows;
    }

    /// <summary>Returns the names in code marks in a cell.</summary>
    public static IReadOnlyList<string> Names(string cell) => cell.Contains('`', StringComparison.Ordinal)
        ? [.. Marked().Matches(cell).Select(match => match.Groups["name"].Value)]
        : cell.Length == 0 ? [] : [cell];

    [GeneratedRegex("^`(?<name>[^`]*)`$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();

    [GeneratedRegex("`(?<name>[^`]*)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marked();
}
