namespace Edge.AI.Provisioning;

/// <summary>Tells which files of a model are on disk.</summary>
internal static class ModelFinder
{
    /// <summary>The model, if a receipt vouches for each of its files. Reads one small file and no model bytes.</summary>
    public static ProvisionedModel? Find(ModelPlace place) =>
        ReceiptFile.Read(place.ReceiptPath) is { } receipt && place.Files.All(file => Vouches(receipt, file)) ? place.Provisioned : null;

    public static bool IsThere(ModelPlace place, FilePlace file) => ReceiptFile.Read(place.ReceiptPath) is { } receipt && Vouches(receipt, file);

    /// <summary>
    /// The files that must still be brought. One that lies there without a receipt, because it was copied there by hand
    /// or a process ended between rename and receipt, is read and compared instead of fetched.
    /// </summary>
    public static async Task<IReadOnlyList<FilePlace>> FindMissingAsync(ModelPlace place, ProgressTracker progress, CancellationToken cancellationToken)
    {
        var receipt = ReceiptFile.Read(place.ReceiptPath);
        var missing = new List<FilePlace>();
        foreach (var file in place.Files)
        {
            if ((receipt is not null && Vouches(receipt, file)) || await HasTheDigestAsync(file, progress, cancellationToken).ConfigureAwait(false))
                progress.Done(file);
            else
                missing.Add(file);
        }

        return missing;
    }

    private static bool Vouches(Receipt receipt, FilePlace file) =>
        receipt.EntryOf(file.File.Name) is { } entry && entry.Promises(file.File) && entry.Describes(new(file.Target));

    private static async Task<bool> HasTheDigestAsync(FilePlace file, ProgressTracker progress, CancellationToken cancellationToken)
    {
        if (new FileInfo(file.Target) is not { Exists: true } info || info.Length != file.File.Size)
            return false;

        progress.Verifying(file);
        return await FileDigest.ReadAsync(file.Target, read: null, cancellationToken).ConfigureAwait(false) == file.File.Digest;
    }
}
