using Edge.AI.Common;
using Edge.AI.Gguf;
using Edge.AI.Staging;
using Edge.AI.Store;

namespace Edge.AI.Pipeline;

/// <summary>Verifies a staged file. Only a verified file is promoted.</summary>
internal static class ModelVerifier
{
    /// <exception cref="ModelChecksumException">The bytes differ from the manifest's digest. The partial and its journal were deleted.</exception>
    /// <exception cref="ModelValidationException">The bytes match the digest, but they are not a valid GGUF file. The partial and its journal were deleted.</exception>
    public static void Verify(StagedFile staged)
    {
        var file = staged.Place.File;
        try
        {
            // Without a digest, which the pipeline accepts only if the app allows it, size and header are all that can be checked.
            var promised = file.Digest ?? staged.Digest;
            if (staged.Length != file.Size || staged.Digest != promised)
                throw new ModelChecksumException(file.Name, promised, staged.Digest, ChunkVerdict.Of(staged.Place));

            using var content = File.OpenRead(staged.Place.Partial);
            GgufFile.Read(content, content.Length, file.Name);
        }
        catch (EdgeAIException)
        {
            // None of these bytes can be used, and a resumed download would end here again.
            staged.Place.Discard();
            throw;
        }
        catch (GgufException error)
        {
            staged.Place.Discard();
            throw GgufErrors.Translate(error);
        }
    }
}
