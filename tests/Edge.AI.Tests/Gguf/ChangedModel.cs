using Edge.AI.Gguf;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Tests.Gguf;

/// <summary>A small model of an architecture, changed, and what the checks say about it.</summary>
internal static class ChangedModel
{
    /// <summary>The message of the check that refuses it; null if all pass.</summary>
    public static string? Check(string model, Action<GgufDocument> change, VocabularyKind vocabulary = VocabularyKind.BytePair)
    {
        var document = ArchitectureModel.Named(model).ToDocument(vocabulary, withOptional: true);
        change(document);
        using var folder = new Support.TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.gguf");
        File.WriteAllBytes(path, document.ToArray());
        try
        {
            GgufModel.Open(path);
            return null;
        }
        catch (ModelValidationException error)
        {
            error.Code.Should().Be(EdgeErrorCodes.ModelInvalid);
            File.Exists(path).Should().BeTrue("the file is the user's own");
            return error.Message;
        }
    }
}
