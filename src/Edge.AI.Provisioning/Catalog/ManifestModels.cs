using System.Text;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Catalog;

/// <summary>Reads manifests at run time.</summary>
internal static class ManifestModels
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IEnumerable<EdgeModel> Load(string path) => Parse(ReadText(path), path);

    /// <summary>Reads the text of a manifest, including its byte order mark.</summary>
    /// <exception cref="ManifestException">The file is too long, or it is not UTF-8.</exception>
    public static string ReadText(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > 4L * ManifestParser.MaxLength)
            throw new ManifestException(path, 1, 1, $"A manifest can have at most {ManifestParser.MaxLength} characters. This file has {stream.Length} bytes.");

        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), path);
    }

    public static IEnumerable<EdgeModel> Parse(string json, string source)
    {
        var manifest = ManifestParser.Parse(json);
        return manifest.Problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error) is { } problem
            ? throw new ManifestException(source, problem.Span.Line, problem.Span.Column, problem.Message)
            : manifest.Models.Select(ToEdgeModel);
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            var lines = Encoding.UTF8.GetString(bytes[..exception.Index]).Split('\n');
            throw new ManifestException(path, lines.Length, lines[^1].Length + 1, "The file is not UTF-8 from this position.", exception);
        }
    }

    private static EdgeModel ToEdgeModel(ManifestModel model) => new()
    {
        Id = model.Id,
        DisplayName = model.DisplayName,
        License = model.License,
        ContextLength = model.ContextLength,
        Capabilities = ModelCapabilityNames.Parse(model.Capabilities),
        Files = [.. model.Files.Select(ToModelFile)],
        Aliases = model.Aliases,
        Family = model.Family,
        Parameters = model.Parameters,
        Quantization = model.Quantization,
        Homepage = model.Homepage is { } homepage ? new(homepage) : null,
        Chat = model.Chat is { } chat ? new() { Template = chat.Template, Stop = chat.Stop } : null,
    };

    private static ModelFile ToModelFile(ManifestFile file) => new()
    {
        Name = file.Name,
        Source = new(file.Url),
        Size = file.Size,
        Digest = file.Sha256 is { } digest ? Sha256Digest.Parse(digest) : null,
        Mirrors = [.. file.Mirrors.Select(mirror => new Uri(mirror))],
    };
}
