using System.Text;

namespace Edge.AI.Native;

/// <summary>llama.cpp's renderer for the chat templates it recognizes; it does not interpret Jinja.</summary>
internal static unsafe class NativeChatTemplate
{
    /// <summary>The prompt up to where the assistant speaks; null if the template is not one of those recognized.</summary>
    public static string? Render(string template, IReadOnlyList<(string Role, string Content)> turns)
    {
        var strings = new Utf8Strings();
        using (strings)
        {
            var messages = new LlamaChatMessage[turns.Count];
            for (var i = 0; i < turns.Count; i++)
                messages[i] = new() { Role = strings.Add(turns[i].Role), Content = strings.Add(turns[i].Content) };

            var source = strings.Add(template);
            var length = Apply(source, messages, []);
            if (length < 0)
                return null;

            var utf8 = new byte[length];
            return Apply(source, messages, utf8) == length ? Encoding.UTF8.GetString(utf8) : null;
        }
    }

    private static int Apply(byte* template, LlamaChatMessage[] messages, byte[] buffer)
    {
        fixed (LlamaChatMessage* first = messages)
        fixed (byte* start = buffer)
            return LlamaApi.ChatApplyTemplate(template, first, (nuint)messages.Length, addAssistant: true, start, buffer.Length);
    }

    private sealed class Utf8Strings : IDisposable
    {
        private readonly List<nint> _allocated = [];

        public byte* Add(string text)
        {
            var copy = System.Runtime.InteropServices.Marshal.StringToCoTaskMemUTF8(text);
            _allocated.Add(copy);
            return (byte*)copy;
        }

        public void Dispose() => _allocated.ForEach(System.Runtime.InteropServices.Marshal.FreeCoTaskMem);
    }
}
