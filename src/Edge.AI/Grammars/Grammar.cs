namespace Edge.AI.Grammars;

/// <summary>
/// A grammar that was read, checked and compiled. <see cref="Parse"/> is the only way to get one. It never changes, so any number of answers can follow it at the same time.
/// </summary>
internal sealed class Grammar
{
    private const string DefaultRoot = "root";

    private readonly string _root;

    private Grammar(string gbnf, string root, GrammarProgram program) => (Gbnf, _root, Program) = (gbnf, root, program);

    /// <summary>The rules in llama.cpp's notation, as they were parsed.</summary>
    public string Gbnf { get; }

    /// <summary>The compiled rules.</summary>
    public GrammarProgram Program { get; }

    /// <summary>Reads, checks and compiles a grammar.</summary>
    /// <param name="gbnf">The rules in llama.cpp's notation. Token elements such as <c>&lt;[5]&gt;</c> are not supported: write the token's text as a literal.</param>
    /// <param name="root">The rule for the whole text.</param>
    /// <param name="cancellationToken">Cancels parsing.</param>
    /// <exception cref="EdgeOptionException">The grammar is not valid, or following it would cost too much. The message says why and where.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Grammar Parse(string gbnf, string root = DefaultRoot, CancellationToken cancellationToken = default)
    {
        var rules = GbnfCheck.Read(gbnf, root, cancellationToken);
        var program = new GrammarCompiler(rules, cancellationToken).Compile(root);
        GrammarCost.Validate(program);
        return new(gbnf, root, program);
    }

    /// <summary>Parses a grammar for texts that begin with a marker and up to four blanks, and then follow this one.</summary>
    public Grammar Behind(string marker, CancellationToken cancellationToken = default)
    {
        const string Root = "edge-root-behind-marker";
        return Parse($"{Gbnf}\n{Root} ::= {Grammars.Gbnf.Literal(marker)} [ \\n]{{0,4}} {_root}\n", Root, cancellationToken);
    }
}
