namespace Edge.AI.Cli.Output;

/// <summary>Shows how far the models are while work goes on.</summary>
internal interface IProgressDisplay
{
    /// <param name="models">The ids of the models at work.</param>
    /// <param name="work">Does it, telling the progress of all of them.</param>
    Task ShowAsync(IReadOnlyList<string> models, Func<IProgress<ProvisioningProgress>, Task> work);
}

internal sealed class NoProgress : IProgressDisplay, IProgress<ProvisioningProgress>
{
    public Task ShowAsync(IReadOnlyList<string> models, Func<IProgress<ProvisioningProgress>, Task> work) => work(this);

    public void Report(ProvisioningProgress value)
    {
    }
}
