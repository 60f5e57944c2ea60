namespace Edge.AI.Samples.Search;

/// <summary>1,000 short texts to search in.</summary>
internal static class Texts
{
    private static readonly string[] Who = ["A chef", "A nurse", "A pilot", "A farmer", "A teacher", "A musician", "A gardener", "A mechanic", "A programmer", "A fisherman"];
    private static readonly string[] What = ["repairs an old engine", "plays the guitar", "bakes bread", "waters the roses", "reads a novel", "paints a wall", "feeds the cows", "debugs a program", "catches a trout", "bandages a knee"];
    private static readonly string[] Where = ["in the kitchen", "by the river", "at the airport", "in a barn", "at school", "on a stage", "in a greenhouse", "in a garage", "in an office", "in a hospital"];

    public static IReadOnlyList<string> All { get; } = [.. from who in Who from what in What from place in Where select $"{who} {what} {place}."];
}
