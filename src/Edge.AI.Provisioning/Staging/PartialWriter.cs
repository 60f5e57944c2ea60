using System.Buffers;
using System.Runtime.ExceptionServices;

namespace Edge.AI.Staging;

/// <summary>
/// Writes adjacent bytes into a partial file. Bytes arrive in its buffer and are written in larger pieces: over https they arrive by 16 KiB, and one write of
/// 128 KiB costs the system half as much as eight small ones. When the network pauses, a timer writes the rest, so that no byte stays in memory for long.
/// </summary>
internal sealed class PartialWriter : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private const int WorthWriting = 128 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private readonly ChunkChecksum _checksum = new();
    private readonly PartialFile _partial;
    private Timer? _timer; // Real time: how long bytes stay in memory has nothing to do with the app's clock.
    private Exception? _fault;
    private long _position;
    private bool _isWholeChunk;
    private int _filled;
    private int _written;
    private bool _isTimed;
    private bool _ended;

    public PartialWriter(PartialFile partial, long offset)
    {
        (_partial, _position) = (partial, offset);

        // The first part of a chunk that an earlier run began is not in the checksum.
        _isWholeChunk = offset == partial.Chunks.StartOf(partial.Chunks.IndexOf(offset));
    }

    /// <summary>The offset in the file of the next byte that is written.</summary>
    public long Position
    {
        get
        {
            lock (_lock)
                return _position;
        }
    }

    /// <summary>The offset in the file after the last byte that has arrived.</summary>
    public long Received
    {
        get
        {
            lock (_lock)
                return _position + _filled - _written;
        }
    }

    /// <summary>The bytes that have arrived and are not written yet.</summary>
    public ReadOnlySpan<byte> Unwritten
    {
        get
        {
            lock (_lock)
                return _buffer.AsSpan(_written, _filled - _written);
        }
    }

    /// <summary>Returns room for the next bytes. A full buffer is written first.</summary>
    public Memory<byte> GetMemory(BandwidthBucket bandwidth)
    {
        lock (_lock)
        {
            if (_filled == _buffer.Length)
            {
                WriteLocked();
                (_filled, _written) = (0, 0);
            }

            return _buffer.AsMemory(_filled, bandwidth.Portion(_buffer.Length - _filled));
        }
    }

    /// <summary>Tells that bytes have arrived in the memory of <see cref="GetMemory"/>.</summary>
    public void Advance(int count)
    {
        lock (_lock)
            _filled += count;
    }

    /// <summary>Tells that the network has no bytes at the moment.</summary>
    public void WriteSoon()
    {
        lock (_lock)
        {
            if (_filled - _written >= WorthWriting || _fault is not null)
                WriteLocked();
            else if (_filled > _written && !_isTimed)
                _isTimed = (_timer ??= new(_ => WriteInPause())).Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Forgets the bytes that are not written yet.</summary>
    public void Drop()
    {
        lock (_lock)
            _filled = _written;
    }

    /// <summary>Writes everything, and gives the buffer back.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            WriteLocked();
            _ended = true;
        }

        // After a failure the garbage collector takes the buffer instead, because a read into it may still be in progress.
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    /// <summary>After a failure or a cancellation, writes what has arrived: it need not be downloaded again.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            if (!_ended && _fault is null)
                TryWrite();

            _ended = true; // The timer may be about to run.
        }
    }

    private void WriteInPause()
    {
        lock (_lock)
        {
            _isTimed = false;
            if (!_ended && _fault is null)
                TryWrite();
        }
    }

    private void TryWrite()
    {
        try
        {
            WriteLocked();
        }
        catch (Exception fault)
        {
            _fault = fault; // Thrown by the next write. If there is none, another failure is already on its way to the caller.
        }
    }

    private void WriteLocked()
    {
        if (_fault is not null)
            ExceptionDispatchInfo.Throw(_fault);
        if (_filled == _written)
            return;

        var bytes = _buffer.AsSpan(_written, _filled - _written);
        _written = _filled; // Also if the write fails: some of its bytes may be in the file, and they must not be written twice.
        var from = _position;
        _partial.Write(from, bytes);
        AddToChunks(bytes);
        _partial.Advance(from, _position);
    }

    private void AddToChunks(ReadOnlySpan<byte> bytes)
    {
        var chunks = _partial.Chunks;
        while (!bytes.IsEmpty)
        {
            var chunk = chunks.IndexOf(_position);
            var part = bytes[..(int)Math.Min(bytes.Length, chunks.EndOf(chunk) - _position)];
            _checksum.Append(part);
            _position += part.Length;
            bytes = bytes[part.Length..];
            if (_position < chunks.EndOf(chunk))
                break;

            _partial.Arrived(chunk, _isWholeChunk ? _checksum.Value : 0);
            _checksum.Reset();
            _isWholeChunk = true;
        }
    }
}
