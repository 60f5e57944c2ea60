namespace Edge.AI.Templates;

/// <summary>Settings of one rendering.</summary>
public sealed class RenderOptions
{
    /// <summary>Gets or sets the time that <c>strftime_now</c> tells.</summary>
    /// <value>The default is <see langword="null"/>: the local time of the rendering.</value>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Gets or sets the limits of time and memory. Several renderings can share one budget, one after the other.</summary>
    /// <value>The default is <see langword="null"/>: a new <see cref="RenderBudget"/>, which allows one second and 64 MiB.</value>
    public RenderBudget? Budget { get; init; }
}
