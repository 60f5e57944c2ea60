using System.Threading.Channels;

namespace Edge.AI.Cli.Input;

/// <summary>Reads keys on a thread of its own, from the start of a chat to its end. The terminal does not echo in that time. Keys that are pressed during an answer are kept for the next prompt.</summary>
internal sealed class KeyReader
{
    /// <summary>The character that the console returns when the terminal is closed. For Ctrl-D on the keyboard, it returns the key D.</summary>
    private const char EndOfInput = '\u0004';

    private readonly Channel<PressedKey> _keys = Channel.CreateUnbounded<PressedKey>();
    private int _isStarted;

    /// <summary>Starts the thread. Further calls do nothing.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
            return;

        _ = Console.KeyAvailable; // From here on, the terminal does not echo.
        new Thread(ReadAll) { IsBackground = true, Name = "Edge.AI keys" }.Start();
    }

    /// <summary>Returns the next key; null at the end of the input. A key that was pressed before the cancellation is still returned.</summary>
    public async Task<PressedKey?> ReadAsync(CancellationToken cancellationToken)
    {
        PressedKey key;
        while (!_keys.Reader.TryRead(out key))
        {
            if (!await _keys.Reader.WaitToReadAsync(cancellationToken))
                return null;
        }

        return key;
    }

    /// <summary>Drops the keys that were pressed but not read.</summary>
    public void Forget()
    {
        while (_keys.Reader.TryRead(out _))
        {
        }
    }

    private void ReadAll()
    {
        try
        {
            while (Console.ReadKey(intercept: true) is not { Key: default(ConsoleKey), KeyChar: EndOfInput } and var key)
                _keys.Writer.TryWrite(new(key, Console.KeyAvailable));
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // The terminal was closed, which is the end of the input.
        }

        _keys.Writer.Complete();
    }
}

/// <summary>A key.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsFollowed">Whether the next key arrived at the same time. That is so in a pasted text.</param>
internal readonly record struct PressedKey(ConsoleKeyInfo Key, bool IsFollowed);
