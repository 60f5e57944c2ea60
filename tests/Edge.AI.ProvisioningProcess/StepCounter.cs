using System.Diagnostics;

namespace Edge.AI.ProvisioningProcess;

/// <summary>Counts the steps of the pipeline, and ends the process at one of them as kill -9 does.</summary>
internal sealed class StepCounter(int? last)
{
    private int _count;

    public void Reach(string step)
    {
        if (Interlocked.Increment(ref _count) != last)
            return;

        Console.WriteLine($"step {last} {step}");
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite); // The signal is on its way; nothing more may happen here.
    }
}
