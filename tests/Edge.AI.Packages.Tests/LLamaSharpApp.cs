namespace Edge.AI.Packages.Tests;

/// <summary>The same app, which chooses the natives of LLamaSharp.Backend.Cpu.</summary>
public sealed class LLamaSharpApp(PackedPackages packages) : ConsumerApp(packages)
{
    /// <summary>The reference of the package, without the choice.</summary>
    public const string Reference = "-p:ReferenceLLamaSharp=true";

    /// <summary>The choice.</summary>
    public const string Choice = "-p:EdgeAIRuntime=LLamaSharp";

    protected override string[] OwnProperties => [Reference, Choice];
}
