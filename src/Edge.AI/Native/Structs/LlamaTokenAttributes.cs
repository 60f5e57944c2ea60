namespace Edge.AI.Native.Structs;

/// <summary><c>enum llama_token_attr</c>, as far as it is asked for.</summary>
[Flags]
internal enum LlamaTokenAttributes
{
    None = 0,
    Unknown = 1 << 0,
    Control = 1 << 3,
    UserDefined = 1 << 4,
    SingleByte = 1 << 5,
    StripsLeft = 1 << 7,
    StripsRight = 1 << 8,
}
