using Edge.AI.Inference;
using Microsoft.Extensions.Configuration;

namespace Edge.AI.Hosting;

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

/// <summary>What differs between the options of chat clients and of embedding generators: their section, their rules, and the words of their errors.</summary>
internal interface IModelOptions<TSelf> : IModelOptions
    where TSelf : class, IModelOptions<TSelf>
{
    /// <summary>The section of the configuration that has a section for each registered client.</summary>
    static abstract string Section { get; }

    /// <summary>What an error calls a client.</summary>
    static abstract string ClientName { get; }

    /// <summary>The method that registers a client.</summary>
    static abstract string Registration { get; }

    /// <summary>What the model must be able to do.</summary>
    static abstract ModelCapabilities Capability { get; }

    /// <summary>Sets options from the section of a client.</summary>
    static abstract void Bind(IConfigurationSection section, TSelf options);

    /// <summary>Returns one message for each problem of options, however they were set. It begins with the name of the option.</summary>
    static abstract IReadOnlyList<string> FindProblems(TSelf options);

    /// <summary>Returns one message for each value in the section of a client that cannot be bound.</summary>
    static abstract IEnumerable<string> FindProblems(IConfigurationSection section);
}
