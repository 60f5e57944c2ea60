using System.Diagnostics;

namespace Edge.AI.ProvisioningProcess;

/// <summary>Counts the steps of the pipeline, and ends the process at one of them like kill -9.</summary>
internal sealed class StepCounter(int? last)
{
    private int _count;

    public void Reach(string step)
    {
        if (Interlocked.Increment(ref _count) != last)
            return;

        Console.WriteLine($"step {last} {step}");
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite); // The signal was sent; this thread must not continue.
    }
}
