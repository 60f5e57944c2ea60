using Edge.AI.Catalog;
using Edge.AI.Disk;

namespace Edge.AI;

/// <summary>Describes a model whose files are all on disk and verified.</summary>
public sealed record ProvisionedModel
{
    /// <summary>Gets the model.</summary>
    public required EdgeModel Model { get; init; }

    /// <summary>Gets the folder with the model's files.</summary>
    public required string Folder { get; init; }

    /// <summary>Gets the full paths of the model's files, in the order of <see cref="EdgeModel.Files"/>.</summary>
    public required IReadOnlyList<string> Files
    {
        get;
        init
        {
            field = value;
            Stamps = [.. value.Select(FileStamp.Of)];
        }
    }

    /// <summary>Gets the path of the file to open: the first one, or the first part of a split model, whatever the order of its parts.</summary>
    public string Path => ModelPaths.ToOpen(Files);

    /// <summary>The state of the files when they were verified. Set it after <see cref="Files"/>.</summary>
    internal IReadOnlyList<FileStamp?> Stamps { get; init; } = [];

    /// <summary>Checks whether a file was changed, replaced or deleted since it was verified. Reads no content.</summary>
    /// <remarks>
    /// A program that opens the files by their paths can call this after it has opened them, to be sure that it read the files that were verified.
    /// Compared are length, times and, on Linux and macOS, identity, owner and mode.
    /// </remarks>
    /// <returns>Whether a file was changed.</returns>
    public bool HasChanged() => !Files.Select(FileStamp.Of).SequenceEqual(Stamps);
}
