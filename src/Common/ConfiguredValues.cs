using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Edge.AI.Common;

/// <summary>
/// Reads the values of a configuration section before they are bound. The error of the binder would not say what is allowed, and it ignores keys that do not exist.
/// Only properties of a type that is known at compile time are read, so nothing is lost by trimming.
/// </summary>
internal static class ConfiguredValues
{
    /// <summary>Returns one message for each value that cannot be bound. It begins with the key.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">The type of the options that the section sets.</param>
    /// <param name="isOnly">Whether every key of the section must belong to these options.</param>
    public static IEnumerable<string> FindProblems(
        IConfigurationSection section, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type options, bool isOnly)
    {
        var properties = options.GetProperties();
        foreach (var setting in section.GetChildren())
        {
            var property = Array.Find(properties, property => string.Equals(property.Name, setting.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                if (isOnly)
                    yield return $"{setting.Path}: there is no such option. The options are: {string.Join(", ", properties.Select(property => property.Name))}.";
            }
            else if (setting.Value is { } text && KindOf(property.PropertyType) is { } kind && !kind.CanRead(text))
            {
                yield return $"{setting.Path}: '{text}' is not {property.GetCustomAttribute<AllowedAttribute>()?.Text ?? kind.Name}.";
            }
        }
    }

    /// <summary>Returns what a value of a type is called, and how it is read; null for texts, addresses and whatever has keys of its own.</summary>
    private static (string Name, Func<string, bool> CanRead)? KindOf(Type type)
    {
        var isOptional = Nullable.GetUnderlyingType(type) is not null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        Func<string, bool>? canRead =
            type == typeof(int) ? text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            : type == typeof(long) ? text => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            : type == typeof(double) || type == typeof(float) ? text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            : type == typeof(bool) ? text => bool.TryParse(text, out _)
            : type == typeof(TimeSpan) ? text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _)
            : type.IsEnum ? text => Enum.TryParse(type, text, ignoreCase: true, out var value) && Enum.IsDefined(type, value)
            : null;
        if (canRead is null)
            return null;

        return (type == typeof(bool) ? "true or false" : $"a {type.Name}", text => (isOptional && text.Length == 0) || canRead(text));
    }
}
