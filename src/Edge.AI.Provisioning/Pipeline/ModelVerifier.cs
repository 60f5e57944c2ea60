using Edge.AI.Errors;
using Edge.AI.Gguf;
using Edge.AI.Staging;

namespace Edge.AI.Pipeline;

/// <summary>Only what passes here is promoted.</summary>
internal static class ModelVerifier
{
    /// <exception cref="ModelChecksumException">The bytes are others than the manifest promises; the partial and its journal are gone.</exception>
    /// <exception cref="ModelValidationException">The bytes are as promised, but they are no sound GGUF file.</exception>
    public static void Verify(StagedFile staged)
    {
        var file = staged.Place.File;
        try
        {
            // Without a digest, which the pipeline lets through only where the app wants it, size and header are all there is to go by.
            var promised = file.Digest ?? staged.Digest;
            if (staged.Length != file.Size || staged.Digest != promised)
                throw new ModelChecksumException(file.Name, promised, staged.Digest, ChunkVerdict.Of(staged.Place));

            using var content = File.OpenRead(staged.Place.Partial);
            GgufFile.Read(content, content.Length, file.Name);
        }
        catch (EdgeAIException)
        {
            // Nothing of it can be used, and going on from it would end here again.
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
