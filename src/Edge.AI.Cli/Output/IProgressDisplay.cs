namespace Edge.AI.Cli.Output;

/// <summary>Shows the progress of models.</summary>
internal interface IProgressDisplay
{
    /// <param name="models">The ids of the models.</param>
    /// <param name="work">The work, which reports the progress of all of them.</param>
    Task ShowAsync(IReadOnlyList<string> models, Func<IProgress<ProvisioningProgress>, Task> work);
}

internal sealed class NoProgress : IProgressDisplay, IProgress<ProvisioningProgress>
{
    public Task ShowAsync(IReadOnlyList<string> models, Func<IProgress<ProvisioningProgress>, Task> work) => work(this);

    public void Report(ProvisioningProgress value)
    {
    }
}
