namespace Edge.AI.Grammars;

/// <summary>How values are written.</summary>
internal enum JsonNotation
{
    Json,

    /// <summary>As JSON or as Python: other words for true, false and null, and single quotes as well as double ones.</summary>
    Python,
}
