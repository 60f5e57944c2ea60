using Edge.AI.Common;
namespace Edge.AI.Cli.Output;

/// <summary>A model that was downloaded. Its text is the path, for <c>$(edge-ai models pull …)</c>.</summary>
internal sealed record PulledLine(string Id, string Folder, string Path, IReadOnlyList<string> Files) : Line
{
    public override string ToText() => Path;
}

/// <summary>The path of the file that llama.cpp opens.</summary>
internal sealed record PathLine(string Id, string Path) : Line
{
    public override string ToText() => Path;
}

/// <summary>A model that was removed.</summary>
internal sealed record RemovedLine(string Id, long Bytes) : Line
{
    public override string ToText() => Bytes == 0 ? $"{Id}: nothing on disk" : $"{Id}: {ByteSizeText.Of(Bytes)} freed";
}

/// <summary>The result of a verification.</summary>
internal sealed record VerifiedLine(string Id, bool Intact, IReadOnlyList<VerifiedFile> Files) : Line
{
    public static VerifiedLine Of(ModelVerification verification) => new(
        verification.ModelId,
        verification.IsIntact,
        [.. verification.Files.Select(file => new VerifiedFile(file.Name, file.IsIntact, file.Expected.ToString(), file.Actual?.ToString()))]);

    public override string ToText() => $"{Id}: {(Intact ? "intact" : "damaged")}";
}

/// <summary>The condition of a file. Without an actual digest, the file is missing.</summary>
internal sealed record VerifiedFile(string Name, bool Intact, string Expected, string? Actual);

/// <summary>A rendered prompt.</summary>
internal sealed record PromptLine(string Prompt) : Line
{
    public override string ToText() => Prompt;
}
