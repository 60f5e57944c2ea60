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

        DurableFile.FlushFolder(place.Folder);
        ReceiptFile.Write(place.ReceiptPath, new(Receipt.CurrentVersion, place.Model.Id, [.. place.Files.Select(ReceiptEntry.Of)]));
        DurableFile.FlushFolder(place.Folder);

        foreach (var file in staged)
        {
            File.Delete(file.Place.Journal);
            Checkpoint.Pass("journal deleted");
        }

        return place.Provisioned;
    }
}
