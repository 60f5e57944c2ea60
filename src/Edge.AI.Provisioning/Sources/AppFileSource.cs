using Edge.AI.Catalog;
using Edge.AI.Store;

namespace Edge.AI.Sources;

/// <summary>Files that ship with the app: <c>app:PATH</c>, below <c>models/</c> in its base directory. They are copied and verified like downloads.</summary>
internal sealed class AppFileSource(string baseDirectory) : IFileSource
{
    private readonly string _root = Path.GetFullPath(Path.Combine(baseDirectory, "models"));

    public bool NeedsNetwork => false;

    public bool Serves(Uri address) => address.Scheme == SafeAddress.AppScheme;

    public Task<FileBody> OpenAsync(FileRequest request, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_root, request.Address.AbsolutePath); // a ModelFile holds relative paths without '..' only
        if (!File.Exists(path))
            throw Refusal(request, "the app does not contain this file", "Copy the file to models/ in the app's output folder, or correct the address in the manifest.");

        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Task.FromResult<FileBody>(new AppFileBody(stream, new(SafeAddress.Of(request.Address))));
    }

    private static ModelDownloadException Refusal(FileRequest request, string problem, string hint) =>
        new(EdgeErrorCodes.DownloadRejected, $"'{request.File.Name}' cannot be copied from {SafeAddress.Of(request.Address)}: {problem}.", hint, isTransient: false);

    private sealed class AppFileBody(FileStream stream, BytesOrigin origin) : FileBody(0, stream.Length, origin)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => stream.ReadAsync(buffer, cancellationToken);

        public override void Dispose() => stream.Dispose();
    }
}
