using System.Diagnostics;

namespace Edge.AI.Bench.Inference.Machine;

/// <summary>Processes that compute all the time, as on a machine that also does other work. They are children of this program, so they do not count as noise.</summary>
internal sealed class BusyProcesses : IDisposable
{
    public const string Verb = "spin";

    private readonly List<Process> _processes;

    private BusyProcesses(List<Process> processes) => _processes = processes;

    public static BusyProcesses Start(int count) => new([.. Enumerable.Range(0, count).Select(_ => Process.Start(Self.Start(Verb))!)]);

    /// <summary>The side of the child process: computes until its standard input ends, which also happens when the parent process ends.</summary>
    public static int Spin()
    {
        var ended = false;
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            Volatile.Write(ref ended, true);
        })
        { IsBackground = true }.Start();

        var value = 1u;
        while (!Volatile.Read(ref ended))
        {
            for (var step = 0; step < 100_000; step++)
                value = value * 1_664_525 + 1_013_904_223;
        }

        return value == 0 ? 1 : 0; // the compiler must not leave the loop out
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
