namespace Edge.AI;

/// <summary>llama.cpp could not load the model (<c>EDGE_MODEL_LOAD_FAILED</c>). The message contains llama.cpp's own error.</summary>
public sealed class ModelLoadException : EdgeAIException
{
    internal ModelLoadException(string path, string reason)
        : base(
            EdgeErrorCodes.ModelLoadFailed,
            $"llama.cpp could not load '{path}': {reason}",
            "Check the file with 'edge-ai models verify'. If it is intact, its architecture may be newer than the runtime, or an option asks for more memory than the device has.") => Path = path;

    /// <summary>Gets the path of the model file.</summary>
    public string Path { get; }
}
