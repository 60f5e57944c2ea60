namespace Edge.AI.Bench.Inference.Machine;

/// <summary>The processor time that a machine has spent up to a moment, in seconds of one core.</summary>
/// <param name="Time">The moment, in seconds on any clock.</param>
/// <param name="Busy">The time in which cores worked, for any process.</param>
/// <param name="Stolen">The time in which cores wanted to work, but the hypervisor ran another machine on them.</param>
/// <param name="Own">The part of <paramref name="Busy"/> that this program and its child processes have used.</param>
internal sealed record CpuSample(double Time, double Busy, double Stolen, double Own);
