using System.Diagnostics.Metrics;
using Edge.AI.Common;

namespace Edge.AI.Inference.Speculation;

/// <summary>The instruments of the meter <c>Edge.AI</c> that describe speculation.</summary>
internal static class SpeculationMeter
{
    private static readonly Counter<long> s_drafted = Telemetry.Meter.CreateCounter<long>("edge_ai.speculation.drafted", "{token}", "Tokens that were guessed from the conversation and checked by the model.");

    private static readonly Counter<long> s_accepted = Telemetry.Meter.CreateCounter<long>("edge_ai.speculation.accepted", "{token}", "Guessed tokens that the model chose as well.");

    public static void Checked(int drafted, int accepted)
    {
        s_drafted.Add(drafted);
        s_accepted.Add(accepted);
    }
}
