namespace Edge.AI.Grammars;

/// <summary>The notation of values.</summary>
internal enum JsonNotation
{
    Json,

    /// <summary>JSON or Python, which has other words for true, false and null, and also single quotes.</summary>
    Python,
}
