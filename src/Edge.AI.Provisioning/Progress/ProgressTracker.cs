namespace Edge.AI.Progress;

/// <summary>Collects and publishes the progress of one run. Its methods are not called at the same time, so it needs no lock.</summary>
internal sealed class ProgressTracker(EdgeModel model, ProgressFeed feed, TimeProvider time)
{
    private readonly Dictionary<ModelFile, long> _bytes = model.Files.ToDictionary(file => file, _ => 0L);
    private readonly SpeedMeter _speed = new(time);
    private readonly long _total = model.Size;

    private ProvisioningState _state = ProvisioningState.Pending;
    private ModelFile? _file;
    private int _fileNumber;
    private double _fraction;
    private int _attempt;

    /// <summary>Gets the bytes that were written in this run.</summary>
    public long Received { get; private set; }

    /// <summary>Gets a value indicating whether a file was missing, so that its download began.</summary>
    public bool HasBegun { get; private set; }

    public void Pending() => Enter(ProvisioningState.Pending);

    /// <summary>Another process works on the model. The disk shows its progress.</summary>
    public void Waiting(IReadOnlyList<FileStatus> onDisk)
    {
        foreach (var (file, status) in model.Files.Zip(onDisk))
            _bytes[file] = status.BytesOnDisk;

        Enter(ProvisioningState.Pending);
    }

    public void Downloading() => Enter(ProvisioningState.Downloading);

    public void Paused() => Enter(ProvisioningState.Paused);

    public void Verifying(ModelFile file)
    {
        At(file);
        Enter(ProvisioningState.Verifying);
    }

    /// <summary>A file begins. Some of its bytes may be on disk.</summary>
    public void Begin(ModelFile file, long bytesOnDisk)
    {
        At(file);
        HasBegun = true;
        (_attempt, _bytes[file]) = (0, bytesOnDisk);
        Publish();
    }

    public void Attempt(int number) => _attempt = number;

    public void Arrived(ModelFile file, long bytesOnDisk, int count)
    {
        _speed.Add(count);
        Received += count;
        _bytes[file] = bytesOnDisk;
        Publish();
    }

    /// <summary>A file is complete on disk.</summary>
    public void Done(ModelFile file) => _bytes[file] = file.Size;

    public void Completed()
    {
        foreach (var file in model.Files)
            Done(file);

        (_file, _fileNumber) = (null, model.Files.Count);
        Enter(ProvisioningState.Completed);
    }

    public void Cancelled() => Enter(ProvisioningState.Cancelled);

    public void Failed(Exception error)
    {
        _state = ProvisioningState.Failed;
        Publish(error);
    }

    private void Enter(ProvisioningState state)
    {
        if (state != ProvisioningState.Downloading)
            _speed.Reset();

        _state = state;
        Publish();
    }

    private void Publish(Exception? error = null)
    {
        var bytes = 0L;
        foreach (var count in _bytes.Values) // Not by LINQ: this runs for every write, and LINQ allocates an enumerator.
            bytes += count;

        _fraction = Math.Max(_fraction, _state == ProvisioningState.Completed ? 1.0 : (double)bytes / _total);
        feed.Publish(new()
        {
            ModelId = model.Id,
            State = _state,
            FileName = _file?.Name,
            FileNumber = _fileNumber,
            FileCount = model.Files.Count,
            Bytes = bytes,
            TotalBytes = _total,
            Fraction = _fraction,
            BytesPerSecond = _speed.BytesPerSecond,
            Attempt = _attempt,
            Error = error,
        });
    }

    private void At(ModelFile file) => (_file, _fileNumber) = (file, 1 + model.Files.TakeWhile(other => other != file).Count());
}
