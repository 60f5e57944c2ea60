namespace Edge.AI.Cli.Completion;

/// <summary>The scripts of shells. Each asks the tool for the words that may follow, with the directive <c>[suggest]</c> of System.CommandLine.</summary>
internal static class CompletionScripts
{
    /// <summary>The first lines tell how the script is installed.</summary>
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            # Completion of edge-ai. Add this line to ~/.bashrc:
            # eval "$(edge-ai completion bash)"
            _edge_ai() {
              local word=${COMP_LINE:0:COMP_POINT}
              word=${word##*[[:space:]]}
              # COMP_WORDBREAKS divides words at colons: what is before the last one is on the line already.
              local before=${word%"${COMP_WORDS[COMP_CWORD]}"} suggestion
              [ "${COMP_WORDS[COMP_CWORD]}" = : ] && before=$word
              COMPREPLY=()
              while IFS= read -r suggestion; do
                [[ $suggestion == "$word"* ]] && COMPREPLY+=("${suggestion#"$before"}")
              done < <(edge-ai "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
            }
            complete -o bashdefault -o default -F _edge_ai edge-ai

            """,
        ["zsh"] = """
            # Completion of edge-ai. Add this line to ~/.zshrc, after compinit:
            # eval "$(edge-ai completion zsh)"
            _edge_ai() {
              local -a suggestions
              suggestions=("${(@f)$(edge-ai "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
              compadd -- ${suggestions:#} || _files
            }
            compdef _edge_ai edge-ai

            """,
        ["fish"] = """
            # Completion of edge-ai. Write this script to ~/.config/fish/completions/edge-ai.fish:
            # edge-ai completion fish > ~/.config/fish/completions/edge-ai.fish
            complete -c edge-ai -a '(edge-ai "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'

            """,
        ["powershell"] = """
            # Completion of edge-ai. Add this line to the file $PROFILE:
            # edge-ai completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName edge-ai -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              edge-ai "[suggest:$cursorPosition]" "$commandAst" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }

            """,
    };

    public static IEnumerable<string> Shells => Scripts.Keys;

    public static string For(string shell) => Scripts[shell].ReplaceLineEndings("\n");
}
