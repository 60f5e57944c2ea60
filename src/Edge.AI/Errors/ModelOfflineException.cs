namespace Edge.AI;

/// <summary>Offline mode is on and the model is not on disk (<c>EDGE_OFFLINE</c>); no request was made.</summary>
public sealed class ModelOfflineException : EdgeAIException
{
    internal ModelOfflineException(string modelId, string path)
        : base(
            EdgeErrorCodes.Offline,
            $"'{modelId}' is not in '{path}', and offline mode forbids to download it.",
            "Provision the model once while online, copy its folder from a machine that has it, or turn EdgeAI:Offline off.")
    {
    }
}
