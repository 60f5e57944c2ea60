using Edge.AI.Native;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>
/// The states on disk of what prompts begin with. It finds the state for a prompt, and decides which states are saved. Only the loop's thread uses it; files are read and written on other
/// threads.
/// </summary>
internal sealed class StateCache : IDisposable
{
    /// <summary>A shorter beginning is processed in less time than anyone notices.</summary>
    public const int LeastTokens = 128;

    /// <summary>Saved beginnings of one prompt differ at least by so many tokens, because questions begin with the same words by chance.</summary>
    public const int LeastGain = 64;

    /// <summary>So many cached tokens are processed again, so that a state ends where the common beginning ends.</summary>
    private const int MostAgain = 32;

    private const int MostSettled = 256;

    // The speed of reading from a slow solid-state drive and verifying without the processor's help.
    private const double BytesPerSecond = 200e6;
    private const double LeastAdvantage = 2;

    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(10);

    private readonly StateDisk _disk;
    private readonly ILogger _logger;
    private readonly CommonBeginnings _seen = new();
    private readonly List<SavedState> _saved;
    private readonly List<int[]> _refused = [];
    private KeptSequence? _pending;
    private Task<string?>? _writing;

    private StateCache(StateDisk disk, long mostAhead, ILogger logger)
    {
        (_disk, _logger) = (disk, logger);
        var found = disk.List();
        _saved = [.. found.Select(each => new SavedState(each.File, each.Tokens))];
        if (found is [var newest, ..] && newest.Bytes <= mostAhead)
            Ahead = Begin(_saved[0]);
    }

    /// <summary>The state that is read before a request asks for it, until the first request; null if there is none.</summary>
    public StateRead? Ahead { get; private set; }

    /// <summary>Called on another thread when a state was read or written, so that the loop does not sleep on.</summary>
    public Action? WakeLoop { get; set; }

    /// <summary>
    /// Opens the folder on another thread, and begins to read the most recently used state, which the first request probably needs. llama.cpp loads the weights meanwhile, and uses only one
    /// thread for most of that. Null without a folder, or if it cannot be used.
    /// </summary>
    /// <param name="path">The model file.</param>
    /// <param name="options">How the model is loaded.</param>
    /// <param name="library">The file of llama.cpp.</param>
    /// <param name="contextLength">The length of the context.</param>
    /// <param name="mostAhead">The most bytes of a state that is read before a request asks for it. They stay in memory until the first request.</param>
    /// <param name="logger">Where the log lines go.</param>
    public static Task<StateCache?> OpenAsync(string path, InferenceOptions options, string library, int contextLength, long mostAhead, ILogger logger) =>
        Task.Run(() => StateDisk.TryOpen(path, options, library, contextLength, logger) is { } disk ? new StateCache(disk, mostAhead, logger) : null);

    /// <summary>Begins to read the longest state that the prompt begins with, or returns the read in progress; null if no state has more tokens than are cached.</summary>
    public StateRead? Find(ReadOnlySpan<int> prompt, int cached)
    {
        TakeWritten();
        SavedState? best = null;
        foreach (var saved in _saved)
        {
            if (saved.Tokens.Length > (best?.Tokens.Length ?? cached) && saved.Tokens.Length < prompt.Length && prompt.StartsWith(saved.Tokens))
                best = saved;
        }

        if (Ahead is { } ahead && ahead != best?.Reading)
            End(ahead);
        Ahead = null;
        return best is null ? null : best.Reading ?? Begin(best);
    }

    /// <summary>Returns the number of tokens at the beginning of a prompt whose state is worth saving; 0 if there are none, or if the slot holds more already.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="certain">The number of tokens before the first user message; 0 if it is not known.</param>
    /// <param name="cached">The number of tokens in the slot.</param>
    /// <param name="canCut">Whether the slot can be cut back without being emptied.</param>
    public int FindBeginning(ReadOnlySpan<int> prompt, int certain, int cached, bool canCut)
    {
        var observed = _seen.Observe(prompt.ToArray());
        var settled = Settled(prompt);
        var beginning = certain > settled ? certain : observed >= Math.Max(settled, certain) + LeastGain ? observed : 0;
        var isAhead = cached <= beginning + (canCut ? MostAgain : 0);
        return beginning >= LeastTokens && beginning < prompt.Length && isAhead ? beginning : 0;
    }

    /// <summary>Copies the state of a slot, to be written when the loop is idle. At most one state is in memory.</summary>
    public void Save(Slot slot, ContextHandle context, TimeSpan timePerToken)
    {
        TakeWritten();
        if (_pending is not null || timePerToken == TimeSpan.Zero)
            return; // another conversation will begin like this one

        var (tokens, bytes) = (slot.Known.ToArray(), context.SequenceStateSize(slot.Sequence));
        if (bytes <= Math.Min(_disk.MaxBytes, MachineMemory.Read().Available / 4) && PaysOff(bytes, tokens.Length, timePerToken) && context.SaveSequence(slot.Sequence) is { } state)
        {
            _pending = new(tokens, state);
            return;
        }

        StateLog.NotKept(_logger, tokens.Length, bytes);
        Refuse(tokens);
    }

    /// <summary>Writes the copied state in the background.</summary>
    public void WritePending()
    {
        TakeWritten();
        if (_pending is not { } sequence || _writing is not null)
            return;

        _writing = Task.Run(() => _disk.Write(sequence));
        _ = _writing.ContinueWith(_ => WakeLoop?.Invoke(), TaskScheduler.Default); // so that the loop drops the copy
    }

    /// <summary>Forgets that a state is being read, so that its bytes can be freed.</summary>
    public void End(StateRead read)
    {
        if (_saved.Find(saved => saved.Reading == read) is { } saved)
            saved.Reading = null;
    }

    /// <summary>Records what became of a state that was read.</summary>
    /// <param name="read">The state.</param>
    /// <param name="isRestored">Whether a sequence has it now.</param>
    /// <param name="hadRoom">Whether the context was empty, so that a failure was not for lack of room.</param>
    public void Report(StateRead read, bool isRestored, bool hadRoom)
    {
        if (isRestored)
        {
            StateLog.Restored(_logger, read.Sequence!.Tokens.Length, read.File);
            StateMeter.Count("restored");
        }
        else if (read.Sequence is not null && !hadRoom)
        {
            StateLog.NoRoom(_logger, read.File);
            StateMeter.Count("missed");
        }
        else
        {
            _saved.RemoveAll(saved => saved.File == read.File); // so that it is saved again
            if (read.Sequence is not null)
                _disk.Reject(read.File, "llama.cpp does not accept it");
        }
    }

    /// <summary>Writes the copied state, and waits for it for a few seconds.</summary>
    public void Dispose()
    {
        WritePending();
        if (_writing is not null)
            Task.WaitAny([_writing], LongestFlush);
    }

    /// <summary>Whether reading a state takes at most half as long as processing its tokens.</summary>
    internal static bool PaysOff(long bytes, int tokens, TimeSpan timePerToken) => LeastAdvantage * bytes / BytesPerSecond < tokens * timePerToken.TotalSeconds;

    private StateRead Begin(SavedState saved)
    {
        var read = new StateRead(saved.File, Task.Run(() => _disk.Read(saved.File, saved.Tokens)));
        _ = read.Result.ContinueWith(_ => WakeLoop?.Invoke(), TaskScheduler.Default);
        return saved.Reading = read;
    }

    private void TakeWritten()
    {
        if (_writing is not { IsCompleted: true } written || _pending is not { } sequence)
            return;

        if (written is { IsCompletedSuccessfully: true, Result: { } file })
            _saved.Add(new(file, sequence.Tokens));
        else
            Refuse(sequence.Tokens); // a folder that failed once fails again
        (_pending, _writing) = (null, null);
    }

    /// <summary>Returns the length of the longest beginning of a prompt that is saved, about to be saved, or refused.</summary>
    private int Settled(ReadOnlySpan<int> prompt)
    {
        var longest = _pending is { } pending && prompt.StartsWith(pending.Tokens) ? pending.Tokens.Length : 0;
        foreach (var saved in _saved)
        {
            if (saved.Tokens.Length > longest && prompt.StartsWith(saved.Tokens))
                longest = saved.Tokens.Length;
        }

        foreach (var refused in _refused)
        {
            if (refused.Length > longest && prompt.StartsWith(refused))
                longest = refused.Length;
        }

        return longest;
    }

    private void Refuse(int[] tokens)
    {
        if (_refused.Count == MostSettled)
            _refused.RemoveAt(0);
        _refused.Add(tokens);
    }

    private sealed record SavedState(string File, int[] Tokens)
    {
        /// <summary>The read in progress, for all requests that wait for it; null if there is none.</summary>
        public StateRead? Reading { get; set; }
    }
}
