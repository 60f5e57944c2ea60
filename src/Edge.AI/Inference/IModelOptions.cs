namespace Edge.AI.Inference;

/// <summary>What the options of chat clients and embedding generators have in common.</summary>
internal interface IModelOptions
{
    /// <summary>When the model is downloaded.</summary>
    ModelTiming DownloadAt { get; }

    /// <summary>When the model is loaded.</summary>
    ModelTiming LoadAt { get; }

    /// <summary>How long a request waits for the model; null for no limit.</summary>
    TimeSpan? ProvisioningTimeout { get; }

    /// <summary>How long an idle model stays loaded; null for no limit.</summary>
    TimeSpan? IdleTimeout { get; }

    /// <summary>Whose llama.cpp is used.</summary>
    EdgeRuntime Runtime { set; }

    InferenceOptions ToInferenceOptions();
}
