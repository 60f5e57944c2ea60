using Edge.AI.Gguf;

namespace Edge.AI.Cli.Sources;

/// <summary>Reads the header of a GGUF file on a web server, in pieces that grow.</summary>
internal static class RemoteHeader
{
    private const int FirstBytes = 256 * 1024;
    private const int MostBytes = 256 * 1024 * 1024; // four times the length that the GGUF reader allows for a header

    public static async Task<GgufFile> ReadAsync(Uri address, string name, IRemoteFileReader web, CancellationToken cancellationToken)
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
                return GgufFile.Read(begin, part.FileSize, name);
            }
            catch (GgufException) when (begin.Position >= begin.Length && begin.Length < Math.Min(part.FileSize, MostBytes))
            {
                // The reader reached the end of the bytes so far, not of the file: the header is longer.
            }
        }
    }
}
