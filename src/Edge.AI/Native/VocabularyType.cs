namespace Edge.AI.Native;

/// <summary><c>enum llama_vocab_type</c>: which algorithm makes tokens of a text.</summary>
internal enum VocabularyType
{
    None,
    SentencePiece,
    BytePair,
    WordPiece,
    Unigram,
    Rwkv,
    Plamo2,
}
