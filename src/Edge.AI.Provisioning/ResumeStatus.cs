namespace Edge.AI;

/// <summary>What the next attempt can do with what is on disk of a file.</summary>
public enum ResumeStatus
{
    /// <summary>It goes on from the bytes on disk, if the server still has the same file.</summary>
    CanResume,

    /// <summary>There are bytes, but it starts from zero; <see cref="FileStatus.Reason"/> says why.</summary>
    CannotResume,

    /// <summary>There is nothing yet.</summary>
    NoPartial,

    /// <summary>All bytes are there.</summary>
    FileComplete,
}
