using System.Security.Cryptography;
using Edge.AI.Testing;

namespace Edge.AI.AspNetCore.Tests.Support;

/// <summary>A model of a catalogue, whose file lies on a loopback server.</summary>
internal static class CatalogModels
{
    public static EdgeModel Of(string id, ServedFile file) => new()
    {
        Id = id,
        DisplayName = $"Model {id}",
        License = "Apache-2.0",
        ContextLength = 4096,
        Capabilities = ModelCapabilities.Chat | ModelCapabilities.Tools,
        Parameters = "1B",
        Quantization = "Q4_K_M",
        Files = [new() { Name = "model.gguf", Source = file.Uri, Size = file.Content.Length, Digest = Sha256Digest.Parse(Convert.ToHexStringLower(SHA256.HashData(file.Content))) }],
    };
}
