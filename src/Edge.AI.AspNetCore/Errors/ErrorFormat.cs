using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Errors;

/// <summary>Writes an error in the format of a protocol. The status and the headers are set already.</summary>
internal delegate Task ErrorFormat(HttpContext context, ApiError error);
