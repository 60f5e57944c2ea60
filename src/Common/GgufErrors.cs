using Edge.AI.Gguf;

namespace Edge.AI.Common;

/// <summary>The one place where the exceptions of GGUF files become those of this library.</summary>
internal static class GgufErrors
{
    /// <param name="path">The file.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="ModelValidationException">The file is not GGUF, damaged, or not a model that can be used.</exception>
    /// <exception cref="ModelStorageException">The file can't be read.</exception>
    public static T Translate<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (GgufException error)
        {
            throw Translate(error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            var place = (error as FileNotFoundException)?.FileName ?? path; // a part of a split model may be missing
            throw new ModelStorageException(place, "does not exist.", "Check the path. If the model has several parts, they must be in one folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelStorageException(path, $"can't be read: {error.Message}", "Check that this user may read the file.", error);
        }
    }

    public static ModelValidationException Translate(GgufException error) => new(error.FileName, error.Problem, error.Hint, error);
}
