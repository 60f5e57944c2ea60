using Edge.AI.Catalog;

namespace Edge.AI.Sources;

/// <summary>An answer of the hub's API.</summary>
/// <param name="Address">The address that answered.</param>
/// <param name="Content">The body.</param>
/// <param name="Link">The Link header, with all of its values; null if there is none.</param>
internal sealed record HubDocument(Uri Address, ReadOnlyMemory<byte> Content, string? Link)
{
    public ModelDownloadException Invalid(string problem, Exception? cause = null) => Invalid(Address, problem, cause);

    public static ModelDownloadException Invalid(Uri address, string problem, Exception? cause = null) => new(
        EdgeErrorCodes.HubAnswerInvalid,
        $"{SafeAddress.Of(address)} sent an answer that is not one of the Hugging Face hub. {problem}",
        "Check HF_ENDPOINT and the proxy: another server may have answered.",
        isTransient: false,
        innerException: cause);
}
