using System.Text;

namespace Edge.AI.Grammars;

/// <summary>Rules for free text that ends with a marker.</summary>
internal static class TextRules
{
    /// <summary>
    /// A rule for any text up to the first occurrence of a marker, and with it: the automaton that looks for the marker (Knuth, Morris
    /// and Pratt), one rule a state.
    /// </summary>
    public static string Until(GbnfBuilder builder, string marker)
    {
        var name = builder.Reserve("until");
        var states = Enumerable.Range(0, marker.Length).Select(state => state == 0 ? name : builder.Reserve("until")).ToArray();
        for (var state = 0; state < marker.Length; state++)
            builder.Define(states[state], Body(marker, state, states));
        return name;
    }

    private static string Body(string marker, int state, string[] states)
    {
        var body = new StringBuilder();
        var others = CharacterSet.All;
        foreach (var character in marker.Distinct())
        {
            var next = Next(marker, state, character);
            others = others.Except(CharacterSet.Of((character, character)));
            body.Append(Gbnf.Literal(character.ToString())).Append(next == marker.Length ? "" : " " + states[next]).Append(" | ");
        }

        return body.Append(others.ToGbnf()).Append(' ').Append(states[0]).ToString();
    }

    /// <summary>How much of the marker the text ends with, after one more character.</summary>
    private static int Next(string marker, int state, char character)
    {
        var text = marker[..state] + character;
        for (var length = Math.Min(text.Length, marker.Length); length > 0; length--)
        {
            if (text.EndsWith(marker[..length], StringComparison.Ordinal))
                return length;
        }

        return 0;
    }
}
