using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Edge.AI.AspNetCore.Json;

/// <summary>Writes the JSON of answers. Programs read it, and browsers do not take it for a page (<c>nosniff</c>), so characters that are special only in HTML are not escaped.</summary>
internal static class ApiJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<T>(IBufferWriter<byte> buffer, T value, JsonTypeInfo<T> type)
    {
        using var writer = new Utf8JsonWriter(buffer, s_options);
        JsonSerializer.Serialize(writer, value, type);
    }
}
