namespace Edge.AI.Staging;

/// <summary>Writes adjacent bytes into a partial file, and tells it of every chunk that is whole.</summary>
internal sealed class ChunkWriter(PartialFile partial, ChunkMap map, long from)
{
    private readonly ChunkChecksum _checksum = new();

    // The beginning of a chunk that an earlier run began did not come by here.
    private bool _isWhole = from == map.StartOf(map.IndexOf(from));

    /// <summary>Where the next byte goes.</summary>
    public long Position { get; private set; } = from;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var start = Position;
        partial.Write(start, bytes);
        while (!bytes.IsEmpty)
        {
            var chunk = map.IndexOf(Position);
            var part = bytes[..(int)Math.Min(bytes.Length, map.EndOf(chunk) - Position)];
            _checksum.Append(part);
            Position += part.Length;
            bytes = bytes[part.Length..];
            if (Position < map.EndOf(chunk))
                break;

            partial.Arrived(chunk, _isWhole ? _checksum.Value : 0);
            _checksum.Reset();
            _isWhole = true;
        }

        partial.Advance(start, Position);
    }
}
