using Edge.AI.Disk;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Store;

/// <summary>Promotes verified files. The model becomes visible with its receipt, which is written last.</summary>
internal sealed class ModelPromoter(TimeProvider time, ILogger logger)
{
    /// <param name="place">The model.</param>
    /// <param name="found">The files that were on disk before.</param>
    /// <param name="staged">The files that were downloaded.</param>
    /// <param name="cancellationToken">Cancels the retries of a refused rename.</param>
    public async Task<ProvisionedModel> PromoteAsync(ModelPlace place, IReadOnlyList<VerifiedFile> found, IReadOnlyList<StagedFile> staged, CancellationToken cancellationToken)
    {
        var files = found.ToDictionary(file => file.Place.File.Name, StringComparer.Ordinal);
        foreach (var file in staged)
        {
            await Rename.MoveAsync(file.Place.Partial, file.Place.Target, time, logger, cancellationToken).ConfigureAwait(false);
            Checkpoint.Pass("promoted");
            files[file.Place.File.Name] = await ProvenAsync(file, cancellationToken).ConfigureAwait(false);
        }

        DurableFile.FlushFolder(place.Folder, logger);
        var inOrder = place.Files.Select(file => files[file.File.Name]).ToList();
        WriteReceipt(place, inOrder, isEssential: staged.Count > 0);
        foreach (var file in staged)
        {
            File.Delete(file.Place.Journal);
            Checkpoint.Pass("journal deleted");
        }

        return place.Provisioned([.. inOrder.Select(file => file.Stamp)]);
    }

    /// <summary>Remembers for this process that the model is complete, in a folder that cannot be written.</summary>
    public ProvisionedModel Remember(ModelPlace place, IReadOnlyList<VerifiedFile> found, Exception readOnly)
    {
        foreach (var file in found)
            VerifiedFiles.Remember(file.Place.Target, file.Entry);

        StoreLog.ReceiptNotWritten(logger, place.Model.Id, place.Folder, readOnly.Message);
        return place.Provisioned([.. found.Select(file => file.Stamp)]);
    }

    private void WriteReceipt(ModelPlace place, List<VerifiedFile> files, bool isEssential)
    {
        try
        {
            ReceiptFile.Write(place.ReceiptPath, new(Receipt.CurrentVersion, place.Model.Id, [.. files.Select(file => file.Entry)]));
            foreach (var file in files)
                VerifiedFiles.Forget(file.Place.Target); // The receipt has it now.
        }
        catch (Exception readOnly) when (StorageFault.Is(readOnly) && !isEssential)
        {
            Remember(place, files, readOnly); // Nothing was downloaded. Without a receipt, the next process only has to read the files again.
            return;
        }

        DurableFile.FlushFolder(place.Folder, logger);
    }

    // Another program could have replaced the file since it was hashed.
    private static async Task<VerifiedFile> ProvenAsync(StagedFile staged, CancellationToken cancellationToken)
    {
        var target = staged.Place.Target;
        var stamp = FileStamp.Of(target);
        var isSame = stamp?.Size == staged.Length && (staged.Inode is null || stamp.Identity is null || stamp.Identity.Value.Inode == staged.Inode);

        // Some network file systems change a file's number when it is renamed. Then only its bytes identify it.
        if (!isSame && (stamp is null || await FileDigest.ReadAsync(target, read: null, cancellationToken).ConfigureAwait(false) != staged.Digest || FileStamp.Of(target) != stamp))
            throw new ModelStorageException(target, "was replaced by another file while it was being promoted.", "Check which other users or programs can write to the model folder, and try again.");

        return new(staged.Place, stamp!, staged.Digest);
    }
}
