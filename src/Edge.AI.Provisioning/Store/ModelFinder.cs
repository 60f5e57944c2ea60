using Edge.AI.Disk;
using Edge.AI.Progress;

namespace Edge.AI.Store;

/// <summary>Finds the files of a model on disk.</summary>
internal static class ModelFinder
{
    /// <summary>Returns the model if a receipt, or this process, has verified each of its files. Reads one small file; of a sealed model also 4 MiB of each file, once.</summary>
    public static ProvisionedModel? Find(ModelPlace place)
    {
        var receipt = ReceiptFile.Read(place.ReceiptPath);
        var entries = place.Files.Select(file => Voucher(receipt, file)).ToList();
        return entries.Contains(null) ? null : place.Provisioned([.. entries.Select(entry => entry!.Stamp)]);
    }

    public static bool IsThere(ModelPlace place, FilePlace file) => Voucher(ReceiptFile.Read(place.ReceiptPath), file) is not null;

    /// <summary>
    /// Checks each file. A file without a receipt, because a user copied it or a process ended between rename and receipt, is read and
    /// compared instead of downloaded.
    /// </summary>
    public static async Task<FoundFiles> LookAsync(ModelPlace place, ProgressTracker? progress, CancellationToken cancellationToken)
    {
        var receipt = ReceiptFile.Read(place.ReceiptPath);
        var (missing, found) = (new List<FilePlace>(), new List<VerifiedFile>());
        foreach (var file in place.Files)
        {
            if ((Voucher(receipt, file) ?? await ReadAsync(file, progress, cancellationToken).ConfigureAwait(false)) is { } verified)
            {
                found.Add(verified);
                progress?.Done(file.File);
            }
            else
            {
                missing.Add(file);
            }
        }

        return new(found, missing);
    }

    /// <summary>Whether all files exist with the right lengths, whatever their content.</summary>
    public static bool MayBeThere(ModelPlace place) => place.Files.All(file => FileStamp.Of(file.Target)?.Size == file.File.Size);

    private static VerifiedFile? Voucher(Receipt? receipt, FilePlace place)
    {
        var (name, path) = (place.File.Name, place.Target);
        if (FileStamp.Of(path) is not { } stamp)
            return null;

        if (VerifiedFiles.Of(path) is { } remembered && remembered.Promises(place.File) && remembered.Describes(stamp))
            return new(place, stamp, Sha256Digest.Parse(remembered.Sha256));

        return receipt?.EntryOf(name) is { } entry && entry.Promises(place.File) && !VerifiedFiles.IsRefuted(path, entry.Sha256)
            && (entry.Describes(stamp) || (receipt.IsSealed && ModelSeal.Holds(path, entry, stamp)))
                ? new(place, stamp, Sha256Digest.Parse(entry.Sha256))
                : null;
    }

    private static async Task<VerifiedFile?> ReadAsync(FilePlace place, ProgressTracker? progress, CancellationToken cancellationToken)
    {
        if (FileStamp.Of(place.Target) is not { } stamp || stamp.Size != place.File.Size || place.File.Digest is not { } promised)
            return null;

        progress?.Verifying(place.File);
        return await FileDigest.ReadAsync(place.Target, read: null, cancellationToken).ConfigureAwait(false) == promised
            && FileStamp.Of(place.Target) == stamp // The file did not change while it was read.
                ? new(place, stamp, promised)
                : null;
    }
}

/// <summary>A verified file of a model, its stamp, and its digest.</summary>
internal sealed record VerifiedFile(FilePlace Place, FileStamp Stamp, Sha256Digest Digest)
{
    public ReceiptEntry Entry => ReceiptEntry.Of(Place.File.Name, Stamp, Digest);
}

/// <summary>The present and the missing files of a model.</summary>
internal sealed record FoundFiles(IReadOnlyList<VerifiedFile> Found, IReadOnlyList<FilePlace> Missing);
