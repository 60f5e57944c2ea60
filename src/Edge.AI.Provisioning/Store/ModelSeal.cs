using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>
/// Makes a model's receipt survive being carried: into the layer of an image, onto an ISO, to another machine. Inodes and times are others there, and in a
/// folder that can't be written every start would read every byte again. Who seals a folder says that what carries it guards the bytes, as the digests of
/// an image's layers do; what is still compared is each file's length and its <see cref="FileSamples"/>.
/// </summary>
internal static class ModelSeal
{
    /// <summary>Seals a model that is on disk.</summary>
    /// <exception cref="ModelStorageException">It is not, or its receipt can't be written.</exception>
    public static void Seal(ModelPlace place)
    {
        try
        {
            if (ReceiptFile.Read(place.ReceiptPath) is not { } receipt || ModelFinder.Find(place) is null)
                throw new ModelStorageException(place.Folder, "holds no receipt that could be sealed.", "Pull the model into a folder that can be written, and seal it there.");

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

    /// <summary>Whether the file is the sealed one, as far as length and samples tell. The answer is remembered for this process.</summary>
    public static bool Holds(string path, ReceiptEntry entry, FileStamp file)
    {
        // What others may write to or replace, nothing guards.
        var isOpen = file.Identity is { IsWritableByOthers: true } || FileIdentity.Of(Path.GetDirectoryName(path)!) is { IsWritableByOthers: true };
        if (isOpen || entry.Samples is null || file.Size != entry.Size || FileSamples.DigestOf(path) != entry.Samples)
            return false;

        VerifiedFiles.Remember(path, ReceiptEntry.Of(entry.Name, file, Sha256Digest.Parse(entry.Sha256)));
        return true;
    }
}
