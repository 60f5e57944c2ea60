using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Edge.AI.Disk;

/// <summary>Reads the small files beside the models. A file that is missing or damaged reads as null.</summary>
internal static class SmallJsonFile
{
    private const int MaxLength = 256 * 1024;

    public static T? Read<T>(string path, JsonTypeInfo<T> type, int maxLength = MaxLength)
        where T : class
    {
        var info = new FileInfo(path);
        if (!info.Exists || info.Length == 0 || info.Length > maxLength)
            return null;

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // Its owner promoted or deleted the file at this moment. A reader must not fail because of that.
        }
        catch (UnauthorizedAccessException)
        {
            return null; // It belongs to another user, in a read-only folder.
        }
        catch (JsonException)
        {
            return null; // Damaged. The files and the server tell the same again.
        }
    }
}
