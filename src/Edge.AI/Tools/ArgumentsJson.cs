using System.Text.Json;
using Edge.AI.Common;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>Converts the arguments of a call to a JSON object.</summary>
internal static class ArgumentsJson
{
    private static readonly JsonElement None = JsonElement.Parse("{}");

    /// <summary>Returns a copy of a call whose arguments are validated and converted to JSON once.</summary>
    /// <param name="call">The caller's call. It is not changed.</param>
    /// <param name="place">The place of the call, for errors.</param>
    /// <exception cref="EdgeOptionException">The arguments cannot be serialized to JSON.</exception>
    public static FunctionCallContent Check(FunctionCallContent call, string place) => new(
        call.CallId, call.Name, call.Arguments is null ? null : new CheckedArguments(CallerJson.Of(call.Arguments, place, $"an argument of call '{ForeignText.Name(call.CallId)}' ({ForeignText.Name(call.Name)})")));

    public static JsonElement Of(FunctionCallContent call) => call.Arguments switch
    {
        null => None,
        CheckedArguments known => known.Json,
        var arguments => JsonSerializer.SerializeToElement(arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>))),
    };

    /// <inheritdoc cref="ReadableJson" />
    public static string TextOf(JsonElement json) => ReadableJson.Of(json);

    private sealed class CheckedArguments(JsonElement json)
        : Dictionary<string, object?>(StringComparer.Ordinal)
    {
        public JsonElement Json => json;
    }
}
