using Edge.AI.Common;
namespace Edge.AI.Cli.Output;

/// <summary>A model is on disk now; its text is the path, for <c>$(edge-ai models pull …)</c>.</summary>
internal sealed record PulledLine(string Id, string Folder, string Path, IReadOnlyList<string> Files) : Line
{
    public override string ToText() => Path;
}

/// <summary>Where the file is that llama.cpp opens.</summary>
internal sealed record PathLine(string Id, string Path) : Line
{
    public override string ToText() => Path;
}

/// <summary>A model is gone.</summary>
internal sealed record RemovedLine(string Id, long Bytes) : Line
{
    public override string ToText() => Bytes == 0 ? $"{Id}: nothing on disk" : $"{Id}: {ByteSizeText.Of(Bytes)} freed";
}

/// <summary>What reading every byte again has shown.</summary>
internal sealed record VerifiedLine(string Id, bool Intact, IReadOnlyList<VerifiedFile> Files) : Line
{
    public static VerifiedLine Of(ModelVerification verification) => new(
        verification.ModelId,
        verification.IsIntact,
        [.. verification.Files.Select(file => new VerifiedFile(file.Name, file.IsIntact, file.Expected.ToString(), file.Actual?.ToString()))]);

    public override string ToText() => $"{Id}: {(Intact ? "intact" : "damaged")}";
}

/// <summary>The condition of a file; it is missing if there is no actual digest.</summary>
internal sealed record VerifiedFile(string Name, bool Intact, string Expected, string? Actual);

/// <summary>A rendered prompt.</summary>
internal sealed record PromptLine(string Prompt) : Line
{
    public override string ToText() => Prompt;
}
