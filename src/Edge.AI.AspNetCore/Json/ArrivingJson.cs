using System.Text.Json;
using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Json;

/// <summary>
/// A JSON body while it arrives. Whenever the buffer is full, its content is checked before the buffer grows, so that a wrong body is refused early. The memory does not go back to a pool,
/// which would keep the largest body that each thread has seen.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="length">The length of the body, in bytes; null if it is not known.</param>
internal sealed class ArrivingJson(EdgeServerOptions options, long? length)
{
    private const int FirstBytes = 16 << 10;

    private const int LargeIndexBytes = 1 << 20;

    /// <summary>What the index of a <see cref="JsonDocument"/> needs for each value, name and bracket. For a body of short values, that would be six times its size.</summary>
    private const int BytesOfEntry = 12;

    private readonly int _longest = (int)Math.Min(length ?? options.MaxRequestBytes, options.MaxRequestBytes) + 1; // so that a read after the last byte finds room, and the end
    private readonly int _mostEntries = Math.Max(options.MaxRequestBytes, LargeIndexBytes) / BytesOfEntry;
    private JsonReaderState _state = new(new() { MaxDepth = options.MaxJsonDepth });
    private byte[] _buffer = [];
    private int _count;
    private int _checked;
    private int _entries;

    /// <exception cref="ApiException">The body is too large.</exception>
    /// <exception cref="JsonException">The body is not valid JSON, or too deep.</exception>
    public async Task<JsonElement> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        do
        {
            if (_count == _buffer.Length)
                Grow();
            var read = await body.ReadAsync(_buffer.AsMemory(_count), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            _count += read;
        }
        while (_count <= options.MaxRequestBytes);

        if (_count > options.MaxRequestBytes)
            throw TooLarge(options);
        Check(isWhole: true);
        return await ParseAsync().ConfigureAwait(false);
    }

    public static ApiException TooLarge(EdgeServerOptions options) => Refused($"The body is larger than {options.MaxRequestBytes} bytes (MaxRequestBytes).");

    private void Grow()
    {
        Check(isWhole: false);
        var next = Math.Max(2L * _buffer.Length, FirstBytes);
        Array.Resize(ref _buffer, next < _longest - 1 ? (int)next : _longest);
    }

    private void Check(bool isWhole)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_checked, _count - _checked), isWhole, _state);
        while (reader.Read())
            _entries++;
        if (_entries > _mostEntries)
            throw Refused($"The body has more than {_mostEntries} values, names and brackets. That is the limit with MaxRequestBytes = {options.MaxRequestBytes}.");

        _checked += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    /// <summary>
    /// Parses the whole body. <see cref="JsonDocument"/> builds its index in arrays of the shared pool, which keeps what a thread has returned until the thread ends. So a large index is
    /// built on a thread of its own, and it is not returned: the document is left to the garbage collector.
    /// </summary>
    private Task<JsonElement> ParseAsync()
    {
        return Math.Max(_count, (long)_entries * BytesOfEntry) < LargeIndexBytes
            ? Task.FromResult(Parse())
            : Task.Factory.StartNew(Parse, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        JsonElement Parse() => JsonDocument.Parse(_buffer.AsMemory(0, _count), new() { MaxDepth = options.MaxJsonDepth }).RootElement;
    }

    private static ApiException Refused(string message) => new(new(StatusCodes.Status413PayloadTooLarge, "request_too_large", message));
}
