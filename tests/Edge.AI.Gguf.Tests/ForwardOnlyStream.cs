namespace Edge.AI.Gguf.Tests;

/// <summary>Bytes that come once and in order, as from a network.</summary>
internal sealed class ForwardOnlyStream(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override long Seek(long offset, SeekOrigin loc) => throw new NotSupportedException();
}
