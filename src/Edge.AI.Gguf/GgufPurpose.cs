namespace Edge.AI.Gguf;

/// <summary>What an architecture is for.</summary>
public enum GgufPurpose
{
    /// <summary>It generates text, token by token.</summary>
    Text,

    /// <summary>It turns text into vectors.</summary>
    Embedding,

    /// <summary>It fills masked places of a text in many passes, for which llama.cpp has its own program.</summary>
    Diffusion,

    /// <summary>It reads with an encoder and writes with a decoder.</summary>
    EncoderDecoder,

    /// <summary>It generates sound.</summary>
    Speech,

    /// <summary>It works beside a model: a projector of images, or a draft model.</summary>
    Part,
}
