namespace Edge.AI.Testing;

/// <summary>The answer to a request. The default is a correct answer: ranges, If-Range, a strong ETag, the exact length.</summary>
public sealed record ServedReply
{
    public static ServedReply Good { get; } = new();

    /// <summary>Answers with this status and no file.</summary>
    public static ServedReply Status(int status, params (string Name, string Value)[] headers) => new() { StatusCode = status, Headers = headers };

    public static ServedReply Redirect(Uri location, int status = 302) => Status(status, ("Location", location.OriginalString));

    /// <summary>A status other than 200 and 206. The body is then empty, unless <see cref="Body"/> is set.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Headers that are set last and replace all others; an empty value removes a header.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Sends this instead of the file.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Answers with 200 and the whole file, whatever range was requested.</summary>
    public bool IgnoresRange { get; init; }

    /// <summary>Answers with 206 even if If-Range does not match.</summary>
    public bool IgnoresIfRange { get; init; }

    /// <summary>Sends no length: the body is chunked.</summary>
    public bool Chunked { get; init; }

    /// <summary>The number of bytes to add after the end of the file.</summary>
    public int ExtraBytes { get; init; }

    /// <summary>Closes the connection after so many bytes of the body; all of them arrive.</summary>
    public long? EndsAfter { get; init; }

    /// <summary>Resets the connection after so many bytes of the body; the last ones may be lost.</summary>
    public long? BreaksAfter { get; init; }

    /// <summary>Closes the connection without an answer.</summary>
    public bool HangsUp { get; init; }

    /// <summary>Waits at <see cref="Gate"/> after so many bytes of the body; 0 means after the headers.</summary>
    public long? WaitsAfter { get; init; }

    /// <summary>Waits at <see cref="Gate"/> before anything is sent.</summary>
    public bool WaitsBeforeHeaders { get; init; }

    public Gate? Gate { get; init; }
}
