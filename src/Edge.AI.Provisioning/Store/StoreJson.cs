using System.Text.Json.Serialization;

namespace Edge.AI.Store;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(StagingJournal))]
internal sealed partial class StoreJson : JsonSerializerContext;
