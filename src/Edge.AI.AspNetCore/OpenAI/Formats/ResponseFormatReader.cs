using Edge.AI.AspNetCore.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Formats;

/// <summary>Reads the format of the answer: text, JSON, or JSON that matches a schema.</summary>
internal static class ResponseFormatReader
{
    /// <param name="format">The format; null for any text.</param>
    /// <param name="schemaOf">Returns the object with name, description and schema.</param>
    public static ChatResponseFormat? Read(RequestObject? format, Func<RequestObject, RequestObject> schemaOf)
    {
        if (format is not { } given)
            return null;

        switch (given.RequiredText("type"))
        {
            case "text":
                return null;
            case "json_object":
                return ChatResponseFormat.Json;
            case "json_schema":
                var about = schemaOf(given);
                return ChatResponseFormat.ForJsonSchema((about.Object("schema") ?? throw about.Missing("schema")).Element.Clone(), about.Text("name"), about.Text("description"));
            case var other:
                throw given.Unknown("type", other, "text, json_object or json_schema");
        }
    }
}
