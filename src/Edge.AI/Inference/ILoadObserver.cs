using Edge.AI.Platform;

namespace Edge.AI.Inference;

/// <summary>Takes part in loading a model, on the thread that loads it. It gets the loaded fraction of the weights, and must not throw then.</summary>
internal interface ILoadObserver : IProgress<float>
{
    /// <summary>Returns the memory that the model may plan with.</summary>
    MachineMemory MemoryOf(MachineMemory machine);

    /// <summary>Waits until the model may use its memory, before that is allocated.</summary>
    /// <exception cref="ModelMemoryException">The model never may.</exception>
    Task MakeRoomAsync(long bytes, CancellationToken cancellationToken);

    /// <summary>Learns what prompts are made with, while the context is still being created. It must not throw.</summary>
    void OnText(ModelText text);
}
