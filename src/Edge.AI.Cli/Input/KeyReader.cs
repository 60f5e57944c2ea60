using System.Threading.Channels;

namespace Edge.AI.Cli.Input;

/// <summary>Reads keys from the moment it is started, also while nobody waits for one. The terminal then echoes nothing, and what is typed during an answer waits for the next prompt.</summary>
internal sealed class KeyReader
{
    /// <summary>What the console returns at the end of the input, when the terminal is gone. A Ctrl-D that someone has typed is the key D.</summary>
    private const char EndOfInput = '\u0004';

    private readonly Channel<PressedKey> _keys = Channel.CreateUnbounded<PressedKey>();
    private int _isStarted;

    /// <summary>Starts to read. Safe to repeat.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
            return;

        _ = Console.KeyAvailable; // From here on, the terminal does not echo.
        new Thread(ReadAll) { IsBackground = true, Name = "Edge.AI keys" }.Start();
    }

    /// <summary>Returns the next key; null at the end of the input. A key that was pressed before the cancellation is returned.</summary>
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

    /// <summary>Forgets the keys that nobody has waited for.</summary>
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
            // The terminal is gone: that is the end of the input.
        }

        _keys.Writer.Complete();
    }
}

/// <summary>A key.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsFollowed">Whether the next key has arrived already, as in a text that is pasted.</param>
internal readonly record struct PressedKey(ConsoleKeyInfo Key, bool IsFollowed);
