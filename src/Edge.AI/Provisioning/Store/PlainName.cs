using System.Buffers;

namespace Edge.AI.Provisioning;

/// <summary>
/// Names that are safe as one path segment on every platform, whichever one they are checked on: a model folder may be copied between machines.
/// Rules of Windows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
/// </summary>
internal static class PlainName
{
    private const int MaxLength = 180; // 255 bytes is the usual limit; our suffixes and some non-ASCII letters must fit.

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>:\"/\\|?*");
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    public static string Require(string name, string what) => Problem(name) is { } problem
        ? throw new ArgumentException($"The {what} '{name}' {problem}.", nameof(name))
        : name;

    private static string? Problem(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return "is empty";
        if (name.Length > MaxLength)
            return $"is longer than {MaxLength} characters";
        if (name.AsSpan().ContainsAny(Forbidden) || name.Any(char.IsControl))
            return "contains a character that file names can't have everywhere";
        if (name[0] is '.' or ' ' || name[^1] is '.' or ' ')
            return "begins or ends with a dot or a space";
        if (name.EndsWith(".partial", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".partial.json", StringComparison.OrdinalIgnoreCase))
            return "has the ending of an unfinished download";
        return IsDevice(name.Split('.')[0].TrimEnd()) ? "is a device name on Windows" : null;
    }

    private static bool IsDevice(string stem) =>
        Devices.Contains(stem, StringComparer.OrdinalIgnoreCase)
        || (stem.Length == 4 && char.IsAsciiDigit(stem[3])
            && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
}
