using System.Runtime.InteropServices;
using Edge.AI.Native.Structs;

namespace Edge.AI.Native;

internal static unsafe partial class LlamaApi
{
    [LibraryImport(Llama, EntryPoint = "llama_vocab_n_tokens")]
    public static partial int VocabularySize(Vocabulary vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_type")]
    public static partial VocabularyType VocabularyKind(Vocabulary vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_get_add_bos")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool VocabularyAddsBeginOfSequence(Vocabulary vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_is_eog")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool VocabularyIsEndOfGeneration(Vocabulary vocabulary, int token);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_get_attr")]
    public static partial LlamaTokenAttributes VocabularyAttributes(Vocabulary vocabulary, int token);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_get_text")]
    public static partial byte* VocabularyText(Vocabulary vocabulary, int token);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_bos")]
    public static partial int VocabularyBeginOfSequence(Vocabulary vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_eos")]
    public static partial int VocabularyEndOfSequence(Vocabulary vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_sep")]
    public static partial int VocabularySeparator(Vocabulary vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_get_add_eos")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool VocabularyAddsEndOfSequence(Vocabulary vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_get_suppress_tokens")]
    public static partial int* VocabularySuppressedTokens(Vocabulary vocabulary, out int count);

    [LibraryImport(Llama, EntryPoint = "llama_tokenize")]
    public static partial int Tokenize(
        Vocabulary vocabulary, byte* text, int textLength, int* tokens, int maxTokens,
        [MarshalAs(UnmanagedType.U1)] bool addSpecial, [MarshalAs(UnmanagedType.U1)] bool parseSpecial);

    [LibraryImport(Llama, EntryPoint = "llama_token_to_piece")]
    public static partial int TokenToPiece(
        Vocabulary vocabulary, int token, byte* buffer, int bufferLength, int leadingSpacesToStrip, [MarshalAs(UnmanagedType.U1)] bool special);
}
