using System.Runtime.InteropServices;

namespace Edge.AI.Native.Loading;

/// <summary>How the files of native libraries are called on this system.</summary>
internal static class LibraryNames
{
    public static string Prefix => OperatingSystem.IsWindows() ? "" : "lib";

    public static string Extension => OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";

    /// <summary>The portable runtime id, such as <c>linux-x64</c>; <see cref="RuntimeInformation.RuntimeIdentifier"/> may name a distribution instead.</summary>
    public static string PortableRid
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : IsMusl ? "linux-musl" : "linux";
#pragma warning disable CA1308 // Runtime ids are lower case by definition.
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
#pragma warning restore CA1308
        }
    }

    /// <summary>The file name of a library without a version, such as <c>libggml-base.so</c>.</summary>
    public static string FileOf(string library) => $"{Prefix}{library}{Extension}";

    /// <summary>The library's name in a path, such as <c>llama</c> for <c>/app/libllama.v0.4.0.so</c>.</summary>
    public static string LibraryOf(string path)
    {
        var name = Path.GetFileName(path).Split('.')[0];
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
    }

    // .NET's own builds for musl say linux-musl, Alpine's say alpine.
    private static bool IsMusl =>
        RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);
}
