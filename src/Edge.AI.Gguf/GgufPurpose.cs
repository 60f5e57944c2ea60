namespace Edge.AI.Gguf;

/// <summary>Specifies what a model is for.</summary>
public enum GgufPurpose
{
    /// <summary>It generates text, token by token.</summary>
    Text,

    /// <summary>It turns text into vectors.</summary>
    Embedding,

    /// <summary>It fills the gaps of a text in many passes; llama.cpp has a separate program for it.</summary>
    Diffusion,

    /// <summary>It reads with an encoder and writes with a decoder.</summary>
    EncoderDecoder,

    /// <summary>It generates sound.</summary>
    Speech,

    /// <summary>It is used together with a model: an image projector, a draft model or an adapter.</summary>
    Part,
}
