using Edge.AI.Inference;
using Microsoft.Extensions.Configuration;

namespace Edge.AI.Hosting;

/// <summary>A chat client or an embedding generator.</summary>
internal interface IModelClient
{
    /// <summary>Its way to its model.</summary>
    ModelAccess Access { get; }
}

/// <summary>What differs between chat clients and embedding generators: their options, the section and the rules of these, and the words of errors.</summary>
internal interface IModelClient<TOptions> : IModelClient
    where TOptions : class, IModelOptions
{
    /// <summary>The section of the configuration that has a section for each registered client.</summary>
    static abstract string Section { get; }

    /// <summary>What an error calls a client.</summary>
    static abstract string Noun { get; }

    /// <summary>The method that registers a client.</summary>
    static abstract string Registration { get; }

    /// <summary>What the model must be able to do.</summary>
    static abstract ModelCapabilities Capability { get; }

    /// <summary>Sets options from the section of a client.</summary>
    static abstract void Bind(IConfigurationSection section, TOptions options);

    /// <summary>Returns one message for each problem of options, however they were set. It begins with the name of the option.</summary>
    static abstract IReadOnlyList<string> FindProblems(TOptions options);

    /// <summary>Returns one message for each value in the section of a client that cannot be bound.</summary>
    static abstract IEnumerable<string> FindProblems(IConfigurationSection section);

    /// <summary>Uses changed options from the next request on. Those that the model was loaded with stay as they are.</summary>
    void Follow(TOptions options);
}
