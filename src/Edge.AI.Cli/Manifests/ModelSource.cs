using System.Security.Cryptography;
using Edge.AI.Catalog.Parsing;
using Edge.AI.Cli.Output;
using Edge.AI.Gguf;

namespace Edge.AI.Cli.Manifests;

/// <summary>A file of a model that is added to a manifest: on disk or on a web server.</summary>
internal abstract class ModelSource
{
    /// <summary>The file's name.</summary>
    public abstract string Name { get; }

    /// <summary>The address in the manifest.</summary>
    public abstract string Url { get; }

    /// <summary>Reads the header of the file. From a web server, only the bytes of the header are read.</summary>
    /// <exception cref="EdgeAIException">The file cannot be read.</exception>
    /// <exception cref="GgufException">The file is not a valid GGUF file.</exception>
    public abstract Task<GgufFile> ReadHeaderAsync(CancellationToken cancellationToken);

    /// <exception cref="EdgeAIException">The file cannot be read.</exception>
    public abstract Task<MeasuredFile> MeasureAsync(CancellationToken cancellationToken);

    /// <summary>Returns another file in the same folder.</summary>
    public abstract ModelSource Beside(string name);

    /// <exception cref="EdgeAIException">The source is neither a file nor a safe address.</exception>
    public static ModelSource Of(string source, IRemoteFileReader web)
    {
        if (File.Exists(source))
            return new LocalModel(source);

        return ModelRules.PageProblem(source) is { } problem
            ? throw new EdgeAIException(ToolErrors.InputInvalid, $"'{source}' is neither a file nor a usable address: {problem}", "Use the path of a GGUF file, or its https address.")
            : new WebModel(new(source), web);
    }

    private sealed class LocalModel(string path) : ModelSource
    {
        public override string Name => Path.GetFileName(path);

        public override string Url => ModelRules.AppScheme + Name;

        public override Task<GgufFile> ReadHeaderAsync(CancellationToken cancellationToken) => Task.FromResult(GgufFile.Read(path));

        public override async Task<MeasuredFile> MeasureAsync(CancellationToken cancellationToken)
        {
            await using var stream = File.OpenRead(path);
            var digest = new Sha256Digest(await SHA256.HashDataAsync(stream, cancellationToken));
            return new(Name, Url, stream.Length, digest.ToString(), IsDigestOfServer: false);
        }

        public override ModelSource Beside(string name) => new LocalModel(Path.Combine(Path.GetDirectoryName(path) ?? "", name));
    }

    private sealed class WebModel(Uri address, IRemoteFileReader web) : ModelSource
    {
        private const int FirstBytes = 256 * 1024;
        private const int MostBytes = 256 * 1024 * 1024; // four times the length that the GGUF reader allows for a header

        public override string Name => Uri.UnescapeDataString(address.Segments[^1]);

        public override string Url => address.OriginalString;

        public override async Task<GgufFile> ReadHeaderAsync(CancellationToken cancellationToken)
        {
            using var begin = new MemoryStream();
            for (var count = FirstBytes; ; count *= 4)
            {
                var part = await web.ReadAsync(address, begin.Length, (int)(count - begin.Length), cancellationToken);
                begin.Position = begin.Length;
                begin.Write(part.Content.Span);
                begin.Position = 0;
                try
                {
                    return GgufFile.Read(begin, part.FileSize, Name);
                }
                catch (GgufException) when (begin.Position >= begin.Length && begin.Length < Math.Min(part.FileSize, MostBytes))
                {
                    // The reader reached the end of the bytes so far, not of the file: the header is longer.
                }
            }
        }

        public override async Task<MeasuredFile> MeasureAsync(CancellationToken cancellationToken)
        {
            var part = await web.ReadAsync(address, offset: 0, count: 1, cancellationToken);
            var digest = part.Digest ?? await web.ComputeDigestAsync(address, part.FileSize, cancellationToken);
            return new(Name, Url, part.FileSize, digest.ToString(), IsDigestOfServer: part.Digest is not null);
        }

        /// <summary>Keeps the query, because the signature of a signed address can be for the whole folder.</summary>
        public override ModelSource Beside(string name)
        {
            var path = address.GetLeftPart(UriPartial.Path);
            return new WebModel(new(path[..(path.LastIndexOf('/') + 1)] + Uri.EscapeDataString(name) + address.Query), web);
        }
    }
}
