using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.AI.AspNetCore.OpenAI.Embeddings;

/// <summary>The vectors of a request's texts.</summary>
internal sealed record EmbeddingList(string Object, IReadOnlyList<EmbeddingEntry> Data, string Model, EmbeddingUsage Usage);

internal sealed record EmbeddingEntry(string Object, int Index, JsonElement Embedding);

internal sealed record EmbeddingUsage(long PromptTokens, long TotalTokens);

/// <summary>Writes a vector in the encoding that a request asks for.</summary>
internal static class VectorFormat
{
    public static JsonElement Numbers(ReadOnlyMemory<float> vector) => JsonSerializer.SerializeToElement(vector.ToArray(), EmbeddingJsonContext.Default.SingleArray);

    /// <summary>The bytes of the numbers, least significant first, as base64.</summary>
    public static JsonElement Base64(ReadOnlyMemory<float> vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector.Span[i]);

        return JsonSerializer.SerializeToElement(Convert.ToBase64String(bytes), EmbeddingJsonContext.Default.String);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EmbeddingList))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class EmbeddingJsonContext : JsonSerializerContext;
