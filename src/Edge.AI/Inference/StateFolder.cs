using Edge.AI.Common;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Inference;

/// <summary>
/// The folder of all states, which models and processes share. A file appears complete, by a rename, and is never changed. The time of its last write is the time of its last use.
/// </summary>
internal sealed class StateFolder
{
    /// <summary>The end of the names of files that are being written.</summary>
    public const string DraftEnding = ".new";

    private const UnixFileMode OnlyMine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ILogger _logger;
    private int _warned;

    private StateFolder(string path, long maxBytes, ILogger logger) => (Path, MaxBytes, _logger) = (path, maxBytes, logger);

    public string Path { get; }

    /// <summary>The most bytes of all files together.</summary>
    public long MaxBytes { get; }

    /// <summary>Opens the folder, creates it if it is missing, and deletes what killed processes left; null if it cannot be used.</summary>
    public static StateFolder? TryOpen(string path, long maxBytes, ILogger logger)
    {
        var folder = new StateFolder(path, maxBytes, logger);
        try
        {
            Create(path);
            if (FileIdentity.Of(path) is { } identity && !IsTrusted(identity))
            {
                StateLog.NotTrusted(logger, path);
                return null;
            }

            folder.DeleteDrafts();
            return folder;
        }
        catch (Exception fault) when (IsFault(fault))
        {
            folder.Warn(fault);
            return null;
        }
    }

    /// <summary>Returns the names and lengths of the files with a prefix, the most recently used first.</summary>
    public IReadOnlyList<(string Name, long Bytes)> Find(string prefix) =>
        [.. new DirectoryInfo(Path).EnumerateFiles($"{prefix}*{StateFile.Ending}").OrderByDescending(file => file.LastWriteTimeUtc).Select(file => (file.Name, file.Length))];

    /// <summary>Opens a file for reading. Others can delete it meanwhile.</summary>
    /// <exception cref="InvalidDataException">It belongs to another user, or others can write to it.</exception>
    public SafeFileHandle Open(string name)
    {
        var file = File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);
        if (FileIdentity.Of(file) is not { } identity || (identity.IsRegularFile && IsTrusted(identity)))
            return file;

        file.Dispose();
        throw new InvalidDataException("other users can change it");
    }

    /// <summary>Remembers that a file was used.</summary>
    public void Touch(string name)
    {
        try
        {
            File.SetLastWriteTimeUtc(PathOf(name), DateTime.UtcNow);
        }
        catch (Exception fault) when (IsFault(fault))
        {
            // It was evicted at this moment, or the folder is read-only and nothing is evicted.
        }
    }

    /// <summary>Writes a file under a temporary name and renames it, after it has deleted the least recently used files to make room. False if the folder cannot be written.</summary>
    public bool TryWrite(string name, long length, Action<SafeFileHandle> write)
    {
        var draft = PathOf($".{System.IO.Path.GetRandomFileName()}{DraftEnding}");
        try
        {
            MakeRoom(length);
            using (var draftFile = CreateDraft(draft))
            {
                write(draftFile.SafeFileHandle);
                RandomAccess.FlushToDisk(draftFile.SafeFileHandle);
            }

            File.Move(draft, PathOf(name), overwrite: true);
            return true;
        }
        catch (Exception fault) when (IsFault(fault))
        {
            Warn(fault);
            TryDelete(draft); // a full disk needs the room
            return false;
        }
    }

    public void TryDelete(string path)
    {
        try
        {
            File.Delete(System.IO.Path.Combine(Path, path));
        }
        catch (Exception fault) when (IsFault(fault))
        {
            // It is not used any more. The next start tries again.
        }
    }

    /// <summary>Logs the first fault as a warning. The same fault would follow with each request.</summary>
    public void Warn(Exception fault)
    {
        if (Interlocked.Exchange(ref _warned, 1) == 0)
            StateLog.Unusable(_logger, Path, fault.Message);
    }

    public static bool IsFault(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path); // the user's own folders are private there
        else if (!Directory.Exists(path))
            Directory.CreateDirectory(path, OnlyMine | UnixFileMode.UserExecute);
    }

    /// <summary>The lock of <see cref="FileShare.None"/> shows other processes that the draft is being written.</summary>
    private static FileStream CreateDraft(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OnlyMine;
        return new(path, options);
    }

    private static bool IsTrusted(FileIdentity identity) => OperatingSystem.IsWindows() || (CurrentUser.Trusts(identity.Owner) && !identity.IsWritableByOthers);

    private void DeleteDrafts()
    {
        foreach (var draft in Directory.EnumerateFiles(Path, $".*{DraftEnding}"))
        {
            try
            {
                File.OpenHandle(draft, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                File.Delete(draft);
            }
            catch (Exception fault) when (IsFault(fault))
            {
                // Another process writes it at this moment, or the folder is read-only.
            }
        }
    }

    private void MakeRoom(long length)
    {
        var files = new DirectoryInfo(Path).EnumerateFiles($"*{StateFile.Ending}").OrderByDescending(file => file.LastWriteTimeUtc).ToList();
        foreach (var file in files)
        {
            length += file.Length;
            if (length <= MaxBytes)
                continue;

            TryDelete(file.Name);
            StateLog.Evicted(_logger, file.Name);
            StateMeter.Count("evicted");
        }
    }
}
