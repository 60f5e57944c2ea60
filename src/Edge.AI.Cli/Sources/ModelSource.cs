using System.Security.Cryptography;
using Edge.AI.Catalog.Parsing;
using Edge.AI.Cli.Output;
using Edge.AI.Gguf;

namespace Edge.AI.Cli.Sources;

/// <summary>A file of a model that is described: on disk, on a web server or on the Hugging Face hub.</summary>
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

    /// <param name="source">A path, an address, or a model of the Hugging Face hub: <c>hf:OWNER/REPO[:QUANT][@REVISION]</c>.</param>
    /// <param name="session">The session, whose terminal shows which model of the hub was picked.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="EdgeAIException">The source is neither a file nor a safe address, or the hub does not have it.</exception>
    public static async Task<ModelSource> FindAsync(string source, Session session, CancellationToken cancellationToken)
    {
        if (HubName.IsHubName(source))
            return await HubModel.FindAsync(HubName.Parse(source), session, cancellationToken);
        if (File.Exists(source))
            return new LocalModel(source);

        return ModelRules.PageProblem(source) is { } problem
            ? throw new EdgeAIException(ToolErrors.InputInvalid, $"'{source}' is neither a file nor a usable address: {problem}", "Use the path of a GGUF file, its https address, or hf:OWNER/REPO.")
            : new WebModel(new(source), session.Web);
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
        public override string Name => Uri.UnescapeDataString(address.Segments[^1]);

        public override string Url => address.OriginalString;

        public override Task<GgufFile> ReadHeaderAsync(CancellationToken cancellationToken) => RemoteHeader.ReadAsync(address, Name, web, cancellationToken);

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
