using System.Text;

namespace Edge.AI.Catalog.Parsing;

/// <summary>What a file may be called, on every system: a manifest that works on one machine must work on all, and can't leave its folder.</summary>
internal static class FileNameRules
{
    private static readonly HashSet<char> Reserved = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

    // These belong to staging and locking.
    private static readonly string[] OwnSuffixes = [".partial", ".partial.json", ".lock"];

    /// <summary>What is wrong with the name, as the end of a sentence; null if nothing is.</summary>
    public static string? Problem(string name)
    {
        if (name.Length == 0)
            return "it is empty";

        if (name.Any(ModelRules.IsInvisible) || ModelRules.HasLoneSurrogate(name))
            return "it holds a control or invisible character";

        if (name.Any(Reserved.Contains))
            return $"it holds '{name.First(Reserved.Contains)}'";

        if (name[0] is '.' or ' ')
            return "it starts with a dot or a space";

        if (name[name.Length - 1] is '.' or ' ')
            return "it ends in a dot or a space";

        if (IsDevice(name))
            return "Windows keeps it for a device";

        if (OwnSuffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) is { } suffix)
            return $"names in {suffix} are kept for downloads under way";

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
