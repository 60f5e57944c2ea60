using System.Runtime.CompilerServices;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Catalog;

/// <summary>Applies <see cref="ModelRules"/> where values enter through code: once a record exists, its values are safe.</summary>
internal static class Guard
{
    /// <summary>The value, if the rule has nothing against it.</summary>
    /// <exception cref="ArgumentException">The rule names a problem.</exception>
    public static T Satisfying<T>(this T value, Func<T, string?> rule, [CallerMemberName] string property = "")
    {
        ArgumentNullException.ThrowIfNull(value, property);
        return rule(value) is { } problem ? throw new ArgumentException(problem, property) : value;
    }

    /// <summary>A copy of the list that nobody can change and that equals lists with equal items, if the rule has nothing against any of them.</summary>
    /// <exception cref="ArgumentException">The rule names a problem.</exception>
    public static EquatableList<T> EachSatisfying<T>(this IReadOnlyList<T> values, Func<T, string?> rule, [CallerMemberName] string property = "")
    {
        ArgumentNullException.ThrowIfNull(values, property);
        return new(values.Select(value => value.Satisfying(rule, property)));
    }
}
