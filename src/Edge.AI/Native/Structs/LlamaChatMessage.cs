using System.Runtime.InteropServices;

namespace Edge.AI.Native;

/// <summary><c>struct llama_chat_message</c>: two zero-terminated UTF-8 strings.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaChatMessage
{
    public byte* Role;
    public byte* Content;
}
