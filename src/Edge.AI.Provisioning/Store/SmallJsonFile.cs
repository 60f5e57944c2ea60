using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Edge.AI.Staging;

namespace Edge.AI.Store;

/// <summary>The little files beside the models, which anything may have damaged: whatever is not readable reads as null.</summary>
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
            return null; // Its owner promoted or deleted the file just now; who only looks must not fail for that.
        }
        catch (UnauthorizedAccessException)
        {
            return null; // Another user's, in a folder that this one may only read.
        }
        catch (JsonException)
        {
            return null; // Damaged. What it said is found out anew from the files and the server.
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(StagingJournal))]
internal sealed partial class ProvisioningJson : JsonSerializerContext;
