namespace Edge.AI.Samples.Agent;

/// <summary>The final answer. The model cannot write anything else.</summary>
internal sealed record Answer(string Text);
