using System.Globalization;
using System.Text.Json.Serialization;
using Edge.AI.Catalog.Parsing;
using Edge.AI.Common;

namespace Edge.AI.Cli.Output;

/// <summary>A problem of a manifest, as text in the format of compilers, so that editors find the position.</summary>
internal sealed record FindingLine(string File, int Line, int Column, string Severity, string Code, string Message) : Output.Line
{
    [JsonIgnore]
    public bool IsError => Severity == "error";

    [JsonIgnore]
    public bool IsWarning => Severity == "warning";

    public static FindingLine Of(string file, ManifestProblem problem) =>
        new(file, problem.Span.Line, problem.Span.Column, problem.Severity.ToString().ToLowerInvariant(), problem.Id, problem.Message);

    public static FindingLine Error(string file, SourceSpan place, string code, string message) => new(file, place.Line, place.Column, "error", code, message);

    public override string ToText() => string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column}): {Severity} {Code}: {Message}");
}

/// <summary>The last line of a check.</summary>
internal sealed record CheckedLine(string File, int Models, int Errors, int Warnings) : Line
{
    public override string ToText() => $"{File}: {Models} {(Models == 1 ? "model" : "models")}, {Errors} {(Errors == 1 ? "error" : "errors")}, {Warnings} {(Warnings == 1 ? "warning" : "warnings")}";
}

/// <summary>A model was added to a manifest.</summary>
internal sealed record AddedLine(string Manifest, string Id, long Size, IReadOnlyList<MeasuredFile> Files) : Line
{
    public override string ToText() =>
        $"{Manifest}: {Id} added, {ByteSizeText.Of(Size)}{(Files.Any(file => file.IsDigestOfServer) ? "; the digest is the server's; a pull verifies it" : "")}";
}

/// <summary>A file as a manifest describes it.</summary>
/// <param name="Name">Its name in the model's folder.</param>
/// <param name="Url">Its address.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="IsDigestOfServer">Whether the server sent the digest. If not, it was computed from the bytes.</param>
internal sealed record MeasuredFile(string Name, string Url, long Size, string Sha256, bool IsDigestOfServer);
