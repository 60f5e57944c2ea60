using System.Runtime.CompilerServices;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Catalog;

/// <summary>Applies <see cref="ModelRules"/> to values that code sets, so that the values of an existing record are safe.</summary>
internal static class Guard
{
    /// <summary>Returns the value if it satisfies the rule.</summary>
    /// <exception cref="ArgumentException">The rule returned a problem.</exception>
    public static T Satisfying<T>(this T value, Func<T, string?> rule, [CallerMemberName] string property = "")
    {
        ArgumentNullException.ThrowIfNull(value, property);
        return rule(value) is { } problem ? throw new ArgumentException(problem, property) : value;
    }

    /// <summary>Returns an immutable copy of the list, equal to lists with equal items, if each item satisfies the rule.</summary>
    /// <exception cref="ArgumentException">The rule returned a problem.</exception>
    public static EquatableList<T> EachSatisfying<T>(this IReadOnlyList<T> values, Func<T, string?> rule, [CallerMemberName] string property = "")
    {
        ArgumentNullException.ThrowIfNull(values, property);
        return new(values.Select(value => value.Satisfying(rule, property)));
    }
}
