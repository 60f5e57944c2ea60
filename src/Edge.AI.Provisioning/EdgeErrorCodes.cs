namespace Edge.AI;

/// <summary>Contains the stable codes of <see cref="EdgeAIException.Code"/>.</summary>
public static class EdgeErrorCodes
{
    /// <summary>No catalogue has a model of that id or alias.</summary>
    public const string ModelUnknown = "EDGE_MODEL_UNKNOWN";

    /// <summary>A manifest is not valid.</summary>
    public const string ManifestInvalid = "EDGE_MANIFEST_INVALID";

    /// <summary>The volume has too little room for the model.</summary>
    public const string StorageInsufficient = "EDGE_STORAGE_INSUFFICIENT";

    /// <summary>The model folder cannot be written or read.</summary>
    public const string StorageDenied = "EDGE_STORAGE_DENIED";

    /// <summary>The server could not be reached, or the connection broke.</summary>
    public const string DownloadUnreachable = "EDGE_DOWNLOAD_UNREACHABLE";

    /// <summary>The server refused the request.</summary>
    public const string DownloadRejected = "EDGE_DOWNLOAD_REJECTED";

    /// <summary>The server requires credentials (401), or it refuses the request's (403).</summary>
    public const string DownloadUnauthorized = "EDGE_DOWNLOAD_UNAUTHORIZED";

    /// <summary>No bytes arrived for too long.</summary>
    public const string DownloadStalled = "EDGE_DOWNLOAD_STALLED";

    /// <summary>The body is shorter or longer than promised.</summary>
    public const string DownloadIncomplete = "EDGE_DOWNLOAD_INCOMPLETE";

    /// <summary>The Hugging Face hub has no such repository, or the repository is private.</summary>
    public const string HubRepositoryUnknown = "EDGE_HUB_REPOSITORY_UNKNOWN";

    /// <summary>The answer about a repository is not one of the Hugging Face hub.</summary>
    public const string HubAnswerInvalid = "EDGE_HUB_ANSWER_INVALID";

    /// <summary>Offline mode is on and the model is not on disk.</summary>
    public const string Offline = "EDGE_OFFLINE";

    /// <summary>The bytes differ from the manifest's digest.</summary>
    public const string ChecksumMismatch = "EDGE_CHECKSUM_MISMATCH";

    /// <summary>The file is not a usable model.</summary>
    public const string ModelInvalid = "EDGE_MODEL_INVALID";

    /// <summary>No llama.cpp runtime was found.</summary>
    public const string RuntimeMissing = "EDGE_RUNTIME_MISSING";

    /// <summary>A llama.cpp runtime was found, but it cannot be used.</summary>
    public const string RuntimeIncompatible = "EDGE_RUNTIME_INCOMPATIBLE";

    /// <summary>A part of the llama.cpp runtime is missing, or a library of the system that it needs.</summary>
    public const string RuntimeIncomplete = "EDGE_RUNTIME_INCOMPLETE";

    /// <summary>llama.cpp could not load the model.</summary>
    public const string ModelLoadFailed = "EDGE_MODEL_LOAD_FAILED";

    /// <summary>Weights and context need more memory than there is.</summary>
    public const string MemoryInsufficient = "EDGE_MEMORY_INSUFFICIENT";

    /// <summary>The model is still being downloaded or loaded, and the request does not wait for it.</summary>
    public const string NotReady = "EDGE_NOT_READY";

    /// <summary>The prompt is longer than the context.</summary>
    public const string ContextExceeded = "EDGE_CONTEXT_EXCEEDED";

    /// <summary>The queue of waiting requests is full.</summary>
    public const string Busy = "EDGE_BUSY";

    /// <summary>An option is out of range or not supported.</summary>
    public const string OptionUnsupported = "EDGE_OPTION_UNSUPPORTED";

    /// <summary>A message contains an image or another content that the model cannot read.</summary>
    public const string ContentUnsupported = "EDGE_CONTENT_UNSUPPORTED";

    /// <summary>llama.cpp failed while it generated, or the grammar of the request costs too much to follow.</summary>
    public const string GenerationFailed = "EDGE_GENERATION_FAILED";
}
