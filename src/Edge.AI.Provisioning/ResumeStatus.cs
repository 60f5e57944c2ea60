namespace Edge.AI;

/// <summary>Specifies what the next attempt can do with the bytes of a file that are on disk.</summary>
public enum ResumeStatus
{
    /// <summary>The download continues after the bytes on disk, if the server still has the same file.</summary>
    CanResume,

    /// <summary>There are bytes, but the download starts from zero. <see cref="FileStatus.Reason"/> says why.</summary>
    CannotResume,

    /// <summary>There are no bytes yet.</summary>
    NoPartial,

    /// <summary>All bytes are on disk.</summary>
    FileComplete,
}
