using Edge.AI.Testing.Gguf;

namespace Edge.AI.Gguf.Tests;

/// <summary>A small model of an architecture, changed, and what the checks say about it.</summary>
internal static class ChangedModel
{
    /// <summary>The message of the check that refuses it; null if all pass.</summary>
    public static string? Check(string model, Action<GgufDocument> change, VocabularyKind vocabulary = VocabularyKind.BytePair)
    {
        var document = ArchitectureModel.Named(model).ToDocument(vocabulary, withOptional: true);
        change(document);
        var folder = Directory.CreateTempSubdirectory("edge-ai-test-");
        var path = Path.Combine(folder.FullName, "model.gguf");
        File.WriteAllBytes(path, document.ToArray());
        try
        {
            GgufModel.Read(path);
            return null;
        }
        catch (GgufException error)
        {
            File.Exists(path).Should().BeTrue("the file is the user's own");
            return error.Message;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
