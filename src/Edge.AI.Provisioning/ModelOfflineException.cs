namespace Edge.AI;

/// <summary>Offline mode is on and the model is not on disk (<c>EDGE_OFFLINE</c>); no request was made.</summary>
public sealed class ModelOfflineException : EdgeAIException
{
    internal ModelOfflineException(string modelId, string path, string setting = "EdgeAI:Offline")
        : base(
            EdgeErrorCodes.Offline,
            $"'{modelId}' is not in '{path}', and offline mode does not allow downloads.",
            $"Provision the model once while online, copy its folder from a machine that has it, or turn {setting} off.")
    {
    }
}
