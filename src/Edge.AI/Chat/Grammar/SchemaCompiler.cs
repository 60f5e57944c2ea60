using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Chat.Grammar;

/// <summary>Turns a JSON schema into rules.</summary>
internal sealed class SchemaCompiler(GbnfBuilder builder, JsonElement schema, ILogger logger)
{
    public string Compile(string name) => builder.AddRule(name, schema.ValueKind == JsonValueKind.Object || logger is not null ? new JsonRules(builder).Object : "");
}
