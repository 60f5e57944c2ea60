using Edge.AI.Staging;
using Edge.AI.Store;

namespace Edge.AI.Progress;

/// <summary>How far a model is by what the disk shows.</summary>
internal static class DiskStatus
{
    public static ProvisioningStatus Of(ModelPlace place)
    {
        var files = place.Files.Select(file => StatusOf(place, file)).ToList();
        var (bytes, total) = (files.Sum(file => file.BytesOnDisk), place.Model.Size);
        var isReady = ModelFinder.Find(place) is not null;
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
        return new(progress, files);
    }

    private static FileStatus StatusOf(ModelPlace place, FilePlace file)
    {
        if (ModelFinder.IsThere(place, file))
            return new(file.File.Name, ResumeStatus.FileComplete, file.File.Size, file.File.Size);

        var partial = PartialInspector.Inspect(file);
        return new(file.File.Name, partial.Status, partial.BytesHere, file.File.Size, partial.Reason);
    }
}
