using Edge.AI.Disk;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Store;

/// <summary>Makes verified files the model. Nobody sees it before the receipt is written, and that is the last step.</summary>
internal sealed class ModelPromoter(TimeProvider time, ILogger logger)
{
    /// <param name="place">The model's place.</param>
    /// <param name="found">The files that were there already.</param>
    /// <param name="staged">The files that have arrived.</param>
    /// <param name="cancellationToken">Ends the waiting for a rename that is refused for a moment.</param>
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

    /// <summary>Remembers the model for this process, where it is complete in a folder that can't be written.</summary>
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
                VerifiedFiles.Forget(file.Place.Target); // The receipt knows it now.
        }
        catch (Exception readOnly) when (StorageFault.Is(readOnly) && !isEssential)
        {
            Remember(place, files, readOnly); // Nothing had to be brought: that it can't be noted costs the next process a look, and nobody the model.
            return;
        }

        DurableFile.FlushFolder(place.Folder, logger);
    }

    // Who may write to the folder could have put another file there since the bytes were hashed.
    private static async Task<VerifiedFile> ProvenAsync(StagedFile staged, CancellationToken cancellationToken)
    {
        var target = staged.Place.Target;
        var stamp = FileStamp.Of(target);
        var isSame = stamp?.Size == staged.Length && (staged.Inode is null || stamp.Identity is null || stamp.Identity.Value.Inode == staged.Inode);

        // Some network file systems number a file anew when it is renamed; only its bytes tell then.
        if (!isSame && (stamp is null || await FileDigest.ReadAsync(target, read: null, cancellationToken).ConfigureAwait(false) != staged.Digest || FileStamp.Of(target) != stamp))
            throw new ModelStorageException(target, "was replaced by another file while it was promoted.", "Check who else may write to the model folder, then try again.");

        return new(staged.Place, stamp!, staged.Digest);
    }
}
