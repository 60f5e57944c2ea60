namespace Edge.AI.Inference;

/// <summary>The loop that owns a model's context, on the thread that loaded the model.</summary>
internal interface IModelLoop
{
    /// <summary>Whether llama.cpp is decoding a batch of this loop.</summary>
    bool IsDecoding { get; }

    /// <summary>
    /// Serves requests on the calling thread, which has entered the <see cref="Native.NativeGate"/>, until <see cref="Stop"/>. It leaves the gate while it sleeps. Returns false
    /// if the process ends; then the thread has left the gate.
    /// </summary>
    bool Run();

    /// <summary>Makes <see cref="Run"/> return. Waiting requests fail.</summary>
    void Stop();

    /// <summary>Like <see cref="Stop"/>, but running requests fail at once.</summary>
    void End();

    /// <summary>Fails all requests, future ones too, without a call into llama.cpp, in which the loop's thread is stuck.</summary>
    void Halt(Exception error);
}
