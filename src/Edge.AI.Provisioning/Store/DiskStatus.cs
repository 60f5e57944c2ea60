using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>Reads the status of a model from the disk.</summary>
internal static class DiskStatus
{
    public static ProvisioningStatus Of(ModelPlace place)
    {
        var files = place.Files.Select(file => StatusOf(place, file)).ToList();
        var (bytes, total) = (files.Sum(file => file.BytesOnDisk), place.Model.Size);
        var isReady = place.Model.IsLocal ? files.TrueForAll(file => file.Resume == ResumeStatus.FileComplete) : ModelFinder.Find(place) is not null;
        var progress = new ProvisioningProgress
        {
            ModelId = place.Model.Id,
            State = isReady ? ProvisioningState.Completed : ProvisioningState.Pending,
            FileNumber = isReady ? files.Count : 0,
            FileCount = files.Count,
            Bytes = bytes,
            TotalBytes = total,
            Fraction = isReady ? 1.0 : (double)bytes / total,
        };
        return new() { Progress = progress, Files = files };
    }

    private static FileStatus StatusOf(ModelPlace place, FilePlace file)
    {
        var (name, size) = (file.File.Name, file.File.Size);
        if (place.Model.IsLocal ? FileStamp.Of(file.Target)?.Size == size : ModelFinder.IsThere(place, file))
            return new() { Name = name, Resume = ResumeStatus.FileComplete, BytesOnDisk = size, Size = size };

        var partial = place.Model.IsLocal ? PartialState.None : PartialInspector.Inspect(file);
        return new() { Name = name, Resume = partial.Status, BytesOnDisk = partial.BytesHere, Size = size, Reason = partial.Reason };
    }
}
