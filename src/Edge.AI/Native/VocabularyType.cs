namespace Edge.AI.Native;

/// <summary><c>enum llama_vocab_type</c>: the algorithm of the tokenizer.</summary>
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
