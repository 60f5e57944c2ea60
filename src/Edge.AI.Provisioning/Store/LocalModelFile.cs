using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>Provides models of <see cref="EdgeModel.FromFile"/>: their files stay where they are.</summary>
internal static class LocalModelFile
{
    /// <exception cref="ModelStorageException">A file is missing, or its length has changed since <see cref="EdgeModel.FromFile"/> read its header.</exception>
    public static ProvisionedModel Find(ModelPlace place)
    {
        var stamps = place.Files.Select(file => (file.Target, file.File.Size, Stamp: FileStamp.Of(file.Target))).ToList();
        foreach (var (path, size, stamp) in stamps)
        {
            if (stamp is null)
                throw new ModelStorageException(path, "does not exist.", "Restore the file, or call EdgeModel.FromFile with its new path.");
            if (stamp.Size != size)
                throw new ModelStorageException(path, $"has {stamp.Size} bytes; it had {size} when EdgeModel.FromFile read it.", "Call EdgeModel.FromFile again after the file has been replaced.");
        }

        return place.Provisioned([.. stamps.Select(file => file.Stamp!)]);
    }
}
