using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Edge.AI.Common;
using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>Converts a caller's objects to JSON that every template supports: without unpaired surrogates, with limited depth and limited numbers.</summary>
internal static class CallerJson
{
    /// <summary>The deepest nesting, which is the default of System.Text.Json.</summary>
    public const int MaxDepth = 64;

    /// <summary>Python's limit, which also applies to chat templates.</summary>
    private const int MaxDigits = 4300;

    /// <summary>Arguments that a model wrote may contain an unpaired surrogate, which System.Text.Json reads but does not write.</summary>
    private static readonly JsonSerializerOptions Options = new(AIJsonUtilities.DefaultOptions) { Converters = { new WholeCharacters() } };

    /// <param name="value">Any object.</param>
    /// <param name="place">The place, for the error: <c>messages[2]</c>.</param>
    /// <param name="subject">What the object is, for the error: "the result of call 'c1'".</param>
    /// <exception cref="EdgeOptionException">The object cannot be serialized to JSON.</exception>
    public static JsonElement Of<T>(T value, string place, string subject)
    {
        try
        {
            var json = value is JsonElement element ? element : JsonSerializer.SerializeToElement(value, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)));
            if (Problem(json, depth: 1) is { } problem)
                throw Unusable(place, subject, problem);

            return json.ValueKind == JsonValueKind.Undefined ? json : UnpairedSurrogates.Replace(json);
        }
        catch (Exception e) when (e is not (EdgeAIException or OperationCanceledException)) // serialization runs code of the caller's types, which may throw any exception
        {
            throw Unusable(place, subject, Problem(e), e);
        }
    }

    private static string? Problem(JsonElement json, int depth)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth > MaxDepth:
                return $"is nested more than {MaxDepth} levels deep";
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    if (Problem(property.Value, depth + 1) is { } problem)
                        return problem;
                }

                return null;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    if (Problem(item, depth + 1) is { } problem)
                        return problem;
                }

                return null;
            case JsonValueKind.Number:
                return JsonMarshal.GetRawUtf8Value(json).Length > MaxDigits ? $"has a number with more than {MaxDigits} digits" : null;
            default:
                return null;
        }
    }

    private static string Problem(Exception error) => error switch
    {
        JsonException when error.Message.Contains("cycle", StringComparison.Ordinal) => $"is nested more than {MaxDepth} levels deep, or contains a cycle",
        ArgumentException when error.Message.Contains("infinity", StringComparison.Ordinal) => "has a number that is NaN or infinite, which JSON cannot express",
        _ => $"cannot be written as JSON ({error.GetType().Name}: {ForeignText.Name(error.Message)})",
    };

    private static EdgeOptionException Unusable(string place, string subject, string problem, Exception? cause = null) =>
        new(place, $"{subject} {problem}.", "Send text, or data that System.Text.Json can serialize.", cause);

    private sealed class WholeCharacters : JsonConverter<JsonElement>
    {
        public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

        public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => UnpairedSurrogates.Replace(value).WriteTo(writer);
    }
}
