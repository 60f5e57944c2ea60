using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Common;

/// <summary>Compares the options before and after a change of the configuration.</summary>
internal static class OptionChanges
{
    /// <summary>Logs what has changed, and applies what may change while the app runs.</summary>
    /// <param name="section">The section of the options.</param>
    /// <param name="before">The options before the change.</param>
    /// <param name="after">The options after the change.</param>
    /// <param name="inUse">The options in use, which get the changed values; null if the caller uses <paramref name="after"/> from now on.</param>
    /// <param name="logger">Where changes are logged, without values, because some are secret.</param>
    /// <param name="identityOf">Returns what is compared for an element of a list; null for the element itself.</param>
    public static void Apply<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(string section, T before, T after, T? inUse, ILogger logger, Func<object, object>? identityOf = null)
        where T : class
    {
        foreach (var property in typeof(T).GetProperties())
        {
            var value = property.GetValue(after);
            if (AreEqual(property.GetValue(before), value, identityOf ?? (element => element)))
                continue;

            var setting = $"{section}:{property.Name}";
            if (property.GetCustomAttribute<LiveAttribute>() is null)
            {
                ConfigurationLog.NeedsRestart(logger, setting);
                continue;
            }

            if (inUse is not null)
                property.SetValue(inUse, value);
            ConfigurationLog.Applied(logger, setting);
        }
    }

    /// <summary>Options with options of their own (Retry) are compared by another call.</summary>
    private static bool AreEqual(object? before, object? after, Func<object, object> identityOf) => (before, after) switch
    {
        (string or null, _) => Equals(before, after),
        (IDictionary<string, string> some, IDictionary<string, string> others) => some.Count == others.Count && some.All(others.Contains),
        (IEnumerable some, IEnumerable others) => some.Cast<object>().Select(identityOf).SequenceEqual(others.Cast<object>().Select(identityOf)),
        (ValueType or Uri or Delegate, _) => Equals(before, after),
        _ => true,
    };
}
