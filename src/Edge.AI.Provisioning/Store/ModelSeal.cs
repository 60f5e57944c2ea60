using Edge.AI.Common;
using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>
/// Makes a model's receipt valid after its folder is copied: into the layer of a container image, onto an ISO, to another machine. Inodes and times differ
/// there, and in a read-only folder every start would read every byte again. Whoever seals a folder states that the carrier protects the bytes, as the
/// digests of an image's layers do. The length of each file and its <see cref="FileSamples"/> are still compared.
/// </summary>
internal static class ModelSeal
{
    /// <summary>Seals a model that is on disk.</summary>
    /// <exception cref="ModelStorageException">The model is not on disk, or its receipt cannot be written.</exception>
    public static void Seal(ModelPlace place)
    {
        if (place.Model.IsLocal)
            throw new ModelStorageException(place.Files[0].Target, "is not in the model folder, so it has no receipt to seal.", "Seal only models that were downloaded.");

        try
        {
            if (ReceiptFile.Read(place.ReceiptPath) is not { } receipt || ModelFinder.Find(place) is null)
                throw new ModelStorageException(place.Folder, "has no receipt to seal.", "Download the model into a folder that can be written, and seal it there.");

            ReceiptFile.Write(place.ReceiptPath, receipt with
            {
                IsSealed = true,
                Files = [.. place.Files.Select(file => receipt.EntryOf(file.File.Name)! with { Samples = FileSamples.DigestOf(file.Target) })],
            });
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            throw StorageFault.Describe(fault, place.Folder);
        }
    }

    /// <summary>Returns whether the length and the samples of the file are those of the sealed one. A positive result is remembered for this process.</summary>
    public static bool Holds(string path, ReceiptEntry entry, FileStamp file)
    {
        // A file that other users can write or replace is not protected.
        var isOpen = file.Identity is { IsWritableByOthers: true } || FileIdentity.Of(Path.GetDirectoryName(path)!) is { IsWritableByOthers: true };
        if (isOpen || entry.Samples is null || file.Size != entry.Size || FileSamples.DigestOf(path) != entry.Samples)
            return false;

        VerifiedFiles.Remember(path, ReceiptEntry.Of(entry.Name, file, Sha256Digest.Parse(entry.Sha256)));
        return true;
    }
}
