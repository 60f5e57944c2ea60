using System.Globalization;
using System.Numerics;

namespace Edge.AI.Inference;

/// <summary>One number that controls how tokens are chosen: its names, its range, and how to reach it in options and settings.</summary>
/// <param name="name">The property of <see cref="EdgeChatOptions"/>.</param>
/// <param name="names">The names in additional properties; none if the option is one of <see cref="Microsoft.Extensions.AI.ChatOptions"/>.</param>
/// <param name="fileKey">The key in a model file, after <c>general.sampling.</c>; null if model files do not have it.</param>
internal abstract class SamplingParameter(string name, string[] names, string? fileKey)
{
    public string Name => name;

    public string[] Names => names;

    public string? FileKey => fileKey;

    /// <summary>Whether the parameter is an integer.</summary>
    public abstract bool IsWhole { get; }

    public abstract bool IsSet(EdgeChatOptions options);

    public abstract void Set(EdgeChatOptions options, double value);

    public abstract void Copy(EdgeChatOptions from, EdgeChatOptions to);

    /// <exception cref="EdgeOptionException">The value is out of range.</exception>
    public abstract void Validate(EdgeChatOptions options);

    /// <summary>Returns the settings with the value of the options, if that is set.</summary>
    public abstract SamplingSettings Apply(EdgeChatOptions options, SamplingSettings settings);

    /// <summary>Returns the settings with the value of a model file. A file may contain anything: a value that is out of range is ignored.</summary>
    public abstract SamplingSettings Apply(string? metadata, SamplingSettings settings);
}

/// <inheritdoc />
/// <typeparam name="T"><see cref="float"/> or <see cref="int"/>.</typeparam>
internal sealed class SamplingParameter<T>(
    string name, T least, T most, Func<EdgeChatOptions, T?> get, Action<EdgeChatOptions, T?> set, Func<SamplingSettings, T, SamplingSettings> apply, string? fileKey, string[] names)
    : SamplingParameter(name, names, fileKey)
    where T : struct, INumber<T>
{
    public override bool IsWhole => typeof(T) == typeof(int);

    public override bool IsSet(EdgeChatOptions options) => get(options) is not null;

    public override void Set(EdgeChatOptions options, double value) => set(options, T.CreateSaturating(value));

    public override void Copy(EdgeChatOptions from, EdgeChatOptions to) => set(to, get(from));

    public override void Validate(EdgeChatOptions options)
    {
        if (get(options) is { } value && !IsInRange(value))
            throw OutOfRange(Name, value, least, most);
    }

    public override SamplingSettings Apply(EdgeChatOptions options, SamplingSettings settings) => get(options) is { } value ? apply(settings, value) : settings;

    public override SamplingSettings Apply(string? metadata, SamplingSettings settings) =>
        float.TryParse(metadata, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && T.CreateSaturating(number) is var value && IsInRange(value) ? apply(settings, value) : settings;

    /// <summary>The error for a value that is out of range.</summary>
    public static EdgeOptionException OutOfRange(string option, T value, T least, T most) => new(
        option,
        string.Create(CultureInfo.InvariantCulture, $"{value} is out of range."),
        string.Create(CultureInfo.InvariantCulture, $"Set it to a value from {least} to {most}, or leave it out."));

    private bool IsInRange(T value) => value >= least && value <= most; // false for NaN
}
