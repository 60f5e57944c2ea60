using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Staging;

/// <summary>
/// Hashes a file from its start while its end is still being written, on a thread of its own: SHA-256 is the slowest step of a fast transfer.
/// It reads the bytes back from the system's cache, so it hashes what the disk received, including the bytes of an earlier run, and it needs
/// only one buffer.
/// </summary>
internal sealed class PrefixHash(SafeFileHandle file) : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly object _monitor = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Thread? _thread;
    private TaskCompletionSource<Sha256Digest>? _finish;
    private Exception? _fault;
    private long _length;
    private long _hashed;
    private bool _restarts;
    private bool _ends;

    /// <summary>Tells how many bytes from the start are final.</summary>
    public void Advance(long length)
    {
        lock (_monitor)
        {
            _length = length;
            if (length - _hashed < BufferSize)
                return; // Too few bytes to wake the thread. The rest is hashed at the end.

            StartOrWake();
        }
    }

    /// <summary>Forgets everything: the file starts from zero.</summary>
    public void Restart()
    {
        lock (_monitor)
            (_length, _restarts) = (0, true);
    }

    /// <summary>Hashes the rest, and returns the digest.</summary>
    public Task<Sha256Digest> FinishAsync(CancellationToken cancellationToken)
    {
        lock (_monitor)
        {
            if (_fault is not null)
                return Task.FromException<Sha256Digest>(_fault); // The thread has ended.

            _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
            StartOrWake();
            return _finish.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Returns when the file is no longer read.</summary>
    public void Dispose()
    {
        lock (_monitor)
        {
            _ends = true;
            Monitor.Pulse(_monitor);
        }

        _thread?.Join();
        _hash.Dispose();
    }

    private void StartOrWake()
    {
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "Edge.AI hash" };
            _thread.Start();
        }

        Monitor.Pulse(_monitor);
    }

    private void Run()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (NextCount() is { } count)
                HashNext(buffer.AsSpan(0, count));
        }
        catch (Exception fault)
        {
            lock (_monitor)
            {
                _fault = fault; // For the caller of FinishAsync, now or later.
                _finish?.TrySetException(fault);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>How many bytes to hash next; null at the end.</returns>
    private int? NextCount()
    {
        lock (_monitor)
        {
            while (true)
            {
                if (_ends)
                    return null;
                if (_restarts)
                    Reset();

                var count = Math.Min(BufferSize, _length - _hashed);
                if (count == BufferSize || (count > 0 && _finish is not null))
                    return (int)count;

                _finish?.TrySetResult(new(_hash.GetCurrentHash()));
                Monitor.Wait(_monitor);
            }
        }
    }

    private void Reset()
    {
        _ = _hash.GetHashAndReset();
        (_hashed, _restarts) = (0, false);
    }

    private void HashNext(Span<byte> buffer)
    {
        var read = RandomAccess.Read(file, buffer, _hashed);
        _hash.AppendData(buffer[..read]);
        lock (_monitor)
        {
            _hashed += read;
            if (read == 0 && !_restarts)
                throw new EndOfStreamException("The partial file became shorter while it was read.");
        }
    }
}
