using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;
using Edge.AI.Cli.Output;
using Edge.AI.Gguf;
using Edge.AI.Staging;

namespace Edge.AI.Cli.Manifests;

/// <summary>Where a file of a model to be added is.</summary>
internal abstract class ModelSource
{
    /// <summary>The file's name.</summary>
    public abstract string Name { get; }

    /// <summary>What the manifest is to say about where it comes from.</summary>
    public abstract string Url { get; }

    /// <summary>The header of the file; of an address, only the bytes that hold it are read.</summary>
    /// <exception cref="EdgeAIException">The file can't be had.</exception>
    /// <exception cref="GgufException">It is no sound GGUF file.</exception>
    public abstract Task<GgufFile> ReadHeaderAsync(CancellationToken cancellationToken);

    /// <exception cref="EdgeAIException">The file can't be had.</exception>
    public abstract Task<MeasuredFile> MeasureAsync(CancellationToken cancellationToken);

    /// <summary>Another file at the same place, as the files of a split model are.</summary>
    public abstract ModelSource Beside(string name);

    /// <exception cref="EdgeAIException">It is neither a safe address nor a file.</exception>
    public static ModelSource Of(string source, RemoteFiles web)
    {
        if (File.Exists(source))
            return new LocalModel(source);

        return ModelRules.PageProblem(source) is { } problem
            ? throw new EdgeAIException(ToolErrors.InputInvalid, $"'{source}' is no file, and no address to fetch one from: {problem}", "Name a GGUF file or its https address.")
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
            var (digest, length) = await StreamDigest.OfAsync(stream, cancellationToken);
            return new(Name, Url, length, digest.ToString(), IsDigestOfServer: false);
        }

        public override ModelSource Beside(string name) => new LocalModel(Path.Combine(Path.GetDirectoryName(path) ?? "", name));
    }

    private sealed class WebModel(Uri address, RemoteFiles web) : ModelSource
    {
        private const int FirstBytes = 256 * 1024;
        private const int MostBytes = 256 * 1024 * 1024; // what GgufInput allows a header, four times over

        public override string Name => Uri.UnescapeDataString(address.Segments[^1]);

        public override string Url => address.OriginalString;

        public override async Task<GgufFile> ReadHeaderAsync(CancellationToken cancellationToken)
        {
            using var begin = new MemoryStream();
            for (var count = FirstBytes; ; count *= 4)
            {
                var part = await web.ReadAsync(address, begin.Length, (int)(count - begin.Length), cancellationToken);
                begin.Position = begin.Length;
                begin.Write(part.Bytes);
                begin.Position = 0;
                try
                {
                    return GgufFile.Read(begin, part.FileSize, Name);
                }
                catch (GgufException) when (begin.Position >= begin.Length && begin.Length < Math.Min(part.FileSize, MostBytes))
                {
                    // The reader came to the end of what was fetched, not of the file: the header is longer.
                }
            }
        }

        public override async Task<MeasuredFile> MeasureAsync(CancellationToken cancellationToken)
        {
            var part = await web.ReadAsync(address, from: 0, count: 1, cancellationToken);
            var digest = part.Digest ?? (await web.HashAsync(address, part.FileSize, cancellationToken)).ToString();
            return new(Name, Url, part.FileSize, digest, IsDigestOfServer: part.Digest is not null);
        }

        /// <summary>With the same query: a signed address signs the folder, or each file's address is another, and then no guess would do.</summary>
        public override ModelSource Beside(string name)
        {
            var path = address.GetLeftPart(UriPartial.Path);
            return new WebModel(new(path[..(path.LastIndexOf('/') + 1)] + Uri.EscapeDataString(name) + address.Query), web);
        }
    }
}

/// <summary>A file as a manifest describes it.</summary>
/// <param name="Name">Its name in the model's folder.</param>
/// <param name="Url">Where it comes from.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="IsDigestOfServer">Whether the server told the digest; else it was computed from the bytes.</param>
internal sealed record MeasuredFile(string Name, string Url, long Size, string Sha256, bool IsDigestOfServer);
