using System.Text.Json;
using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Formats;

/// <summary>Reads an earlier tool call of the conversation.</summary>
internal static class CallReader
{
    public static FunctionCallContent Read(string id, RequestObject function)
    {
        var name = function.RequiredText("name");
        var arguments = function.Text("arguments");
        if (string.IsNullOrWhiteSpace(arguments))
            return new(id, name);

        try
        {
            var read = (IDictionary<string, object?>?)JsonSerializer.Deserialize(arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));
            return new(id, name, read);
        }
        catch (JsonException)
        {
            throw ApiException.Invalid(function.PathOf("arguments"), $"'{function.PathOf("arguments")}' must be a JSON object, as text.");
        }
    }
}
