using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Support;

/// <summary>Tools that are only declared, and never invoked.</summary>
internal static class Declared
{
    public static AIFunctionDeclaration Weather { get; } = Function("get_weather", "Gets the weather of a city", """{"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}""");

    public static AIFunctionDeclaration Time { get; } = Function("get_time", "Gets the local time", """{"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}""");

    public static AIFunctionDeclaration Add { get; } = Function("add", "Adds two numbers", """{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]}""");

    public static AIFunctionDeclaration Light { get; } = Function(
        "set_light", "Turns a light on or off", """{"type": "object", "properties": {"room": {"type": "string"}, "on": {"type": "boolean"}}, "required": ["room", "on"]}""");

    public static AIFunctionDeclaration Function(string name, string description, string schema) =>
        AIFunctionFactory.CreateDeclaration(name, description, JsonElement.Parse(schema));
}
