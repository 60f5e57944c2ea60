namespace Edge.AI;

/// <summary>The exception that is thrown when offline mode is on and the model is not on disk (<c>EDGE_OFFLINE</c>). No request was sent.</summary>
public sealed class ModelOfflineException : EdgeAIException
{
    /// <summary>Initializes an exception.</summary>
    /// <param name="modelId">The id of the model.</param>
    /// <param name="path">The folder in which the model is missing.</param>
    /// <param name="setting">The setting that turned offline mode on.</param>
    public ModelOfflineException(string modelId, string path, string setting = "EdgeAI:Offline")
        : this(
            $"'{modelId}' is not in '{path}', and offline mode does not allow downloads.",
            $"Provision the model once while online, copy its folder from a machine that has it, or turn {setting} off.")
    {
    }

    private ModelOfflineException(string message, string hint)
        : base(EdgeErrorCodes.Offline, message, hint)
    {
    }

    /// <summary>A file on a web server that offline mode does not allow to read.</summary>
    internal static ModelOfflineException ForAddress(string address, string setting) =>
        new($"{address} cannot be read, because offline mode does not allow requests.", $"Use a file on this machine, or turn {setting} off.");
}
