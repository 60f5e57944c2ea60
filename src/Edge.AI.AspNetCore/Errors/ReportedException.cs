namespace Edge.AI.AspNetCore.Errors;

/// <summary>An error that the client was told already, after its stream had begun. Only the log needs it.</summary>
internal sealed class ReportedException(Exception cause) : Exception(cause.Message, cause);
