using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Platform;

/// <summary>A root folder with the files of /proc and /sys that a test needs.</summary>
internal sealed class FakeRoot : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public FakeRoot With(string file, string content)
    {
        var path = System.IO.Path.Join(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return this;
    }

    public void Dispose() => _folder.Dispose();
}
