using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>Reads and writes the states with one key. Any thread may use it.</summary>
internal sealed class StateDisk(StateFolder folder, byte[] key, ILogger logger)
{
    /// <summary>The most bytes of all files together.</summary>
    public long MaxBytes => folder.MaxBytes;

    /// <summary>Opens the folder; null without a folder, or if it cannot be used.</summary>
    public static StateDisk? TryOpen(string path, InferenceOptions options, string library, int contextLength, ILogger logger)
    {
        if (options.PromptCacheDirectory is not { } directory || StateFolder.TryOpen(directory, options.PromptCacheDirectoryBytes, logger) is not { } folder)
            return null;

        try
        {
            return new(folder, StateKey.Of(path, options, library, contextLength), logger);
        }
        catch (Exception fault) when (StateFolder.IsFault(fault))
        {
            folder.Warn(fault);
            return null;
        }
    }

    /// <summary>Returns the names of the files with their tokens and lengths in bytes, the most recently used first.</summary>
    public IReadOnlyList<(string File, int[] Tokens, long Bytes)> List()
    {
        List<(string, int[], long)> found = [];
        try
        {
            foreach (var (name, bytes) in folder.Find(StateFile.PrefixOf(key)))
            {
                if (Try(name, file => StateFile.ReadTokens(file, key)) is { } tokens)
                    found.Add((name, tokens, bytes));
            }
        }
        catch (Exception fault) when (StateFolder.IsFault(fault))
        {
            folder.Warn(fault);
        }

        return found;
    }

    /// <summary>Reads and verifies a state; null if the file is missing, or damaged and therefore deleted.</summary>
    public KeptSequence? Read(string name, int[] tokens)
    {
        var sequence = Try(name, file => StateFile.Read(file, key));
        if (sequence is not null && !sequence.Tokens.AsSpan().SequenceEqual(tokens))
        {
            Reject(name, "its tokens have changed");
            return null;
        }

        folder.Touch(name);
        return sequence;
    }

    /// <summary>Writes a state, and returns the name of its file; null if the folder cannot be written.</summary>
    public string? Write(KeptSequence sequence)
    {
        var name = StateFile.NameOf(key, sequence.Tokens);
        if (!folder.TryWrite(name, sequence.State.Length, file => StateFile.Write(file, key, sequence)))
            return null;

        StateLog.Written(logger, sequence.Tokens.Length, sequence.State.Length, name);
        StateMeter.Count("written");
        return name;
    }

    /// <summary>Deletes a file whose content cannot be used.</summary>
    public void Reject(string name, string problem)
    {
        StateLog.Rejected(logger, name, problem);
        StateMeter.Count("rejected");
        folder.TryDelete(name);
    }

    private T? Try<T>(string name, Func<Microsoft.Win32.SafeHandles.SafeFileHandle, T> read)
        where T : class
    {
        try
        {
            using var file = folder.Open(name);
            return read(file);
        }
        catch (InvalidDataException damage)
        {
            Reject(name, damage.Message);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            StateLog.Missing(logger, name); // another process has evicted it
            StateMeter.Count("missed");
        }
        catch (Exception fault) when (StateFolder.IsFault(fault) || fault is OutOfMemoryException)
        {
            folder.Warn(fault);
        }

        return null;
    }
}
