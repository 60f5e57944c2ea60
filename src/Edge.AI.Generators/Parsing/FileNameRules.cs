using System.Text;

namespace Edge.AI.Catalog.Parsing;

/// <summary>The rules for file names, the same on every system: a manifest that works on one machine works on all, and no file name leaves its folder.</summary>
internal static class FileNameRules
{
    private static readonly HashSet<char> Reserved = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

    // Reserved for partials, journals and locks.
    private static readonly string[] OwnSuffixes = [".partial", ".partial.json", ".lock"];

    /// <summary>The problem of the name, as the end of a sentence; null if the name is valid.</summary>
    public static string? Problem(string name)
    {
        if (name.Length == 0)
            return "it is empty";

        if (name.Any(ModelRules.IsInvisible) || ModelRules.HasLoneSurrogate(name))
            return "it contains a control character or an invisible character";

        if (name.Any(Reserved.Contains))
            return $"it contains '{name.First(Reserved.Contains)}'";

        if (name[0] is '.' or ' ')
            return "it starts with a dot or a space";

        if (name[name.Length - 1] is '.' or ' ')
            return "it ends in a dot or a space";

        if (IsDevice(name))
            return "Windows reserves it for a device";

        if (OwnSuffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) is { } suffix)
            return $"the ending {suffix} is reserved for running downloads";

        return Encoding.UTF8.GetByteCount(name) > ModelRules.MaxFileNameBytes ? $"it is longer than {ModelRules.MaxFileNameBytes} bytes in UTF-8" : null;
    }

    /// <summary>https://learn.microsoft.com/windows/win32/fileio/naming-a-file: with any extension, and with ¹²³ for digits.</summary>
    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        return stem switch
        {
            "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$" => true,
            { Length: 4 } => (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal))
                && stem[3] is (>= '0' and <= '9') or '¹' or '²' or '³',
            _ => false,
        };
    }
}
