namespace Edge.AI.Common;

/// <summary>A change of this option in the configuration applies while the app runs. Other changes need a restart.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LiveAttribute : Attribute;
