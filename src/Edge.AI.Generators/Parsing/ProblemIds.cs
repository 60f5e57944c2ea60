namespace Edge.AI.Catalog.Parsing;

/// <summary>The ids of the problems of a manifest. Their meaning never changes. docs/diagnostics.md explains each of them.</summary>
internal static class ProblemIds
{
    public const string Syntax = "EDGEAI001";
    public const string UnknownProperty = "EDGEAI002";
    public const string MissingProperty = "EDGEAI003";
    public const string DuplicateProperty = "EDGEAI004";
    public const string WrongType = "EDGEAI005";
    public const string SchemaVersion = "EDGEAI006";
    public const string Name = "EDGEAI007";
    public const string NameClash = "EDGEAI008";
    public const string Text = "EDGEAI009";
    public const string ContextLength = "EDGEAI010";
    public const string Capability = "EDGEAI011";
    public const string EmptyList = "EDGEAI012";
    public const string FileName = "EDGEAI013";
    public const string FileNameClash = "EDGEAI014";
    public const string Url = "EDGEAI015";
    public const string Size = "EDGEAI016";
    public const string Digest = "EDGEAI017";
    public const string Limit = "EDGEAI018";
    public const string LicenseMissing = "EDGEAI022";
    public const string DigestMissing = "EDGEAI023";
    public const string PartMissing = "EDGEAI028";
    public const string Dimensions = "EDGEAI029";

    public static ProblemSeverity SeverityOf(string id) => id switch
    {
        LicenseMissing => ProblemSeverity.Info,
        DigestMissing => ProblemSeverity.Warning,
        _ => ProblemSeverity.Error,
    };
}
