namespace Edge.AI.Staging;

internal delegate void WriteBytes(ReadOnlySpan<byte> bytes);

/// <summary>
/// Writes what a buffer holds in pieces that are worth a call to the system: over https bytes arrive by 16 KiB, and eight of those at once cost
/// the system half as much as one by one. A pause of the network brings out the rest, so that no byte waits in memory for long.
/// </summary>
internal sealed class WriteBehind : IDisposable
{
    private const int WorthWriting = 128 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly byte[] _buffer;
    private readonly WriteBytes _write;
    private readonly Timer _timer; // Real time: how long bytes may lie in memory has nothing to do with the app's clock.
    private Exception? _fault;
    private int _filled;
    private int _written;
    private bool _isTimed;
    private bool _ended;

    public WriteBehind(byte[] buffer, WriteBytes write)
    {
        (_buffer, _write) = (buffer, write);
        _timer = new(_ => WriteInPause());
    }

    /// <summary>So many bytes of the buffer are valid by now.</summary>
    public void Filled(int count)
    {
        lock (_lock)
            _filled = count;
    }

    /// <summary>The network has nothing right now.</summary>
    public void WriteSoon()
    {
        lock (_lock)
        {
            if (_filled - _written >= WorthWriting || _fault is not null)
                WriteLocked();
            else if (_filled > _written && !_isTimed)
                _isTimed = _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }

    public void Write()
    {
        lock (_lock)
            WriteLocked();
    }

    /// <summary>Writes all; the buffer is filled from its start again.</summary>
    public void StartOver()
    {
        lock (_lock)
        {
            WriteLocked();
            (_filled, _written) = (0, 0);
        }
    }

    /// <summary>Writes what arrived before a failure or the caller's wish: it need not be fetched again.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            if (_fault is null)
                TryWrite();

            _ended = true; // The timer may be about to fire, and the buffer belongs to somebody else soon.
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
            _fault = fault; // For the next write; where none follows, another failure is already on its way to the caller.
        }
    }

    private void WriteLocked()
    {
        if (_fault is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_fault);
        if (_filled == _written)
            return;

        var bytes = _buffer.AsSpan(_written, _filled - _written);
        _written = _filled; // Also if it fails: half of it may be there, and it must not be written twice.
        _write(bytes);
    }
}
