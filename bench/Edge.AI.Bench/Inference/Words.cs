namespace Edge.AI.Bench.Inference;

/// <summary>Texts of invented words. Each word is one token of the random models, and no two texts begin alike.</summary>
internal sealed class Words
{
    private const string Consonants = "bcdfghjklmnprstvwyzqx", Vowels = "aeiou";

    private readonly Random _random = new(1);
    private uint _seed;

    /// <summary>Returns another seed each time.</summary>
    public uint NextSeed() => ++_seed;

    public string Text(int words) => string.Concat(Enumerable.Range(0, words).Select(_ => $" {Any(Consonants)}{Any(Vowels)}{Any(Consonants)}"));

    private char Any(string letters) => letters[_random.Next(letters.Length)];
}
