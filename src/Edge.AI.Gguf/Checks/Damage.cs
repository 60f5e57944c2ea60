namespace Edge.AI.Gguf.Checks;

/// <summary>Creates the error for a file whose parts contradict each other.</summary>
internal static class Damage
{
    public static GgufException In(GgufFile header, string problem) =>
        new(header.FileName, problem + ".", "The file is damaged or was written by a faulty tool: download it again, or convert the model again.");
}
