namespace Edge.AI.Testing;

/// <summary>How a request is answered. The default is what a good server does: ranges, If-Range, a strong ETag, an exact length.</summary>
public sealed record ServedReply
{
    public static ServedReply Good { get; } = new();

    /// <summary>Answers with this status and no file.</summary>
    public static ServedReply Status(int status, params (string Name, string Value)[] headers) => new() { StatusCode = status, Headers = headers };

    public static ServedReply Redirect(Uri location, int status = 302) => Status(status, ("Location", location.OriginalString));

    /// <summary>A status other than 200 and 206; the body is empty then unless <see cref="Body"/> is set.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Headers that are set last and so replace all others; an empty value removes one.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Sends this instead of the file.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Answers with 200 and everything, whatever range was asked for.</summary>
    public bool IgnoresRange { get; init; }

    /// <summary>Answers with 206 though If-Range does not match.</summary>
    public bool IgnoresIfRange { get; init; }

    /// <summary>Sends no length: the body is chunked.</summary>
    public bool Chunked { get; init; }

    /// <summary>Adds so many bytes after the file's end.</summary>
    public int ExtraBytes { get; init; }

    /// <summary>Closes the connection after so many bytes of the body, all of which arrive.</summary>
    public long? EndsAfter { get; init; }

    /// <summary>Resets the connection after so many bytes of the body, the last of which may get lost.</summary>
    public long? BreaksAfter { get; init; }

    /// <summary>Closes the connection without an answer.</summary>
    public bool HangsUp { get; init; }

    /// <summary>Waits at <see cref="Gate"/> after so many bytes of the body; 0 is after the headers.</summary>
    public long? WaitsAfter { get; init; }

    /// <summary>Waits at <see cref="Gate"/> before anything is sent.</summary>
    public bool WaitsBeforeHeaders { get; init; }

    public Gate? Gate { get; init; }
}
