using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>The only owner of a context, on the thread that loaded the model. Each step computes a batch. When there is nothing to do, the thread sleeps.</summary>
/// <param name="context">The context. From now on, only this loop uses it.</param>
/// <param name="time">Measures steps.</param>
internal abstract class ModelLoop(ContextHandle context, TimeProvider time)
{
    private volatile Exception? _halted;
    private volatile bool _isDecoding;
    private volatile bool _isEnding;

    /// <summary>How busy it is. Any thread may ask.</summary>
    public abstract LoopLoad Load { get; }

    /// <summary>Whether llama.cpp is decoding a batch of this loop.</summary>
    public bool IsDecoding => _isDecoding;

    protected abstract LoopQueue Queue { get; }

    /// <summary>Whether running requests fail at once.</summary>
    protected bool IsEnding => _isEnding;

    /// <summary>
    /// Serves requests on the calling thread, which has entered the <see cref="NativeGate"/>, until <see cref="Stop"/>. It leaves the gate while it sleeps. Returns false
    /// if the process ends; then the thread has left the gate.
    /// </summary>
    public bool Run()
    {
        while (!Queue.IsClosed)
        {
            if (!TryStep() && !TrySleep(Timeout.InfiniteTimeSpan))
                return false;
            if (NativeGate.IsClosed)
                return LeaveGate();
        }

        return Drain();
    }

    /// <summary>Makes <see cref="Run"/> return. Waiting requests fail.</summary>
    public void Stop() => Queue.Close();

    /// <summary>Like <see cref="Stop"/>, but running requests fail at once.</summary>
    public void End()
    {
        _isEnding = true;
        Queue.Close();
        context.Abort();
    }

    /// <summary>Fails all requests, future ones too, without a call into llama.cpp, in which the loop's thread is stuck.</summary>
    public void Halt(Exception error)
    {
        _halted = error;
        Queue.Close();
        FailAll(error);
    }

    /// <summary>Computes one batch; false if there is nothing to do.</summary>
    internal abstract bool Step();

    /// <summary>Ends what the loop still has to do after its queue was closed; false if the process ends.</summary>
    protected abstract bool Drain();

    /// <summary>Logs an error in a step, and fails its requests. The loop continues with the others.</summary>
    protected abstract void OnStepFailed(Exception error);

    /// <summary>Fails waiting and running requests. It must not call llama.cpp.</summary>
    protected abstract void FailAll(Exception error);

    /// <summary>Throws the error with which the loop was halted.</summary>
    protected void ThrowIfHalted()
    {
        if (_halted is { } error)
            throw error;
    }

    /// <summary>Decodes a batch, and measures it.</summary>
    protected GenerationException? Decode(NativeBatch batch, bool abortable, TimeSpan? deadline, out TimeSpan elapsed)
    {
        var started = time.GetTimestamp();
        _isDecoding = true;
        var error = context.Decode(batch, abortable, deadline);
        _isDecoding = false;
        elapsed = time.GetElapsedTime(started);
        return error;
    }

    protected bool TryStep()
    {
        try
        {
            return Step();
        }
#pragma warning disable CA1031 // An error in a step fails its requests; the loop continues with the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            OnStepFailed(e);
            return true;
        }
    }

    protected bool TrySleep(TimeSpan longest)
    {
        NativeGate.Leave();
        Queue.WaitForRing(longest);
        return NativeGate.TryEnter();
    }

    protected static bool LeaveGate()
    {
        NativeGate.Leave();
        return false;
    }
}
