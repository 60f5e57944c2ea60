namespace Edge.AI.Provisioning;

/// <summary>Makes verified files the model. Nobody sees it before the receipt is written, and that is the last step.</summary>
internal static class ModelPromoter
{
    public static ProvisionedModel Promote(ModelPlace place, IReadOnlyList<StagedFile> staged)
    {
        foreach (var file in staged)
        {
            File.Move(file.Place.Partial, file.Place.Target, overwrite: true);
            Checkpoint.Pass("promoted");
        }

        var before = ReceiptFile.Read(place.ReceiptPath);
        DurableFile.FlushFolder(place.Folder);
        ReceiptFile.Write(place.ReceiptPath, new(Receipt.CurrentVersion, place.Model.Id, [.. place.Files.Select(file => ReceiptEntry.Of(file, DigestOf(file, staged, before)))]));
        DurableFile.FlushFolder(place.Folder);

        foreach (var file in staged)
        {
            File.Delete(file.Place.Journal);
            Checkpoint.Pass("journal deleted");
        }

        return place.Provisioned;
    }

    /// <summary>What the manifest promises; where it promises nothing, what arrived now or, for a file that was kept, then.</summary>
    private static Sha256Digest DigestOf(FilePlace place, IReadOnlyList<StagedFile> staged, Receipt? before) =>
        place.File.Digest
        ?? staged.FirstOrDefault(file => file.Place == place)?.Digest
        ?? Sha256Digest.Parse(before!.EntryOf(place.File.Name)!.Sha256);
}
