namespace Edge.AI;

/// <summary>llama.cpp could not load the model (<c>EDGE_MODEL_LOAD_FAILED</c>); its own words are in the message.</summary>
public sealed class ModelLoadException : EdgeAIException
{
    internal ModelLoadException(string path, string reason)
        : base(
            EdgeErrorCodes.ModelLoadFailed,
            $"llama.cpp could not load '{path}': {reason}",
            "If the file is intact (edge-ai models verify), its architecture may be newer than the runtime, or an option asks for more than the device has.") => Path = path;

    /// <summary>The file that was to be loaded.</summary>
    public string Path { get; }
}
