namespace Edge.AI.Generators;

/// <summary>The names of the generator's steps. Tests use them to see which steps ran again.</summary>
internal static class TrackingNames
{
    public const string Language = nameof(Language);
    public const string Input = nameof(Input);
    public const string Manifest = nameof(Manifest);
    public const string Targets = nameof(Targets);
    public const string Diagnostics = nameof(Diagnostics);
    public const string Class = nameof(Class);
    public const string Source = nameof(Source);

    public static IReadOnlyList<string> All { get; } = [Language, Input, Manifest, Targets, Diagnostics, Class, Source];
}
