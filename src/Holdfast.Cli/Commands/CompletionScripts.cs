using System.Text;

namespace Holdfast.Cli.Commands;

/// <summary>Completion scripts: static text, so that a press of the tab key starts no program. Where a file may stand, files are offered.</summary>
internal static class CompletionScripts
{
    /// <summary>For <c>~/.bashrc</c>: <c>eval "$(holdfast completion bash)"</c>.</summary>
    public static string Bash(IReadOnlyList<CompletionWords> all)
    {
        var script = new StringBuilder(
            """
            _holdfast() {
              local cur="${COMP_WORDS[COMP_CWORD]}" path="" word words
              for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                case "$word" in -*) ;; *) case "$path" in "") path="$word" ;; jobs|config|user|token) path="$path $word" ;; esac ;; esac
              done
              case "$path" in

            """);
        foreach (var entry in all)
        {
            script.Append($"    \"{entry.Path}\") words=\"{string.Join(' ', entry.Words)}\" ;;\n");
        }

        script.Append(
            """
                *) words="" ;;
              esac
              COMPREPLY=($(compgen -W "$words" -- "$cur"))
              [ -z "$path" ] || [[ "$cur" == -* ]] || COMPREPLY+=($(compgen -f -- "$cur"))
            }
            complete -o filenames -F _holdfast holdfast

            """);
        return Lines(script);
    }

    /// <summary>For <c>~/.zshrc</c>: <c>eval "$(holdfast completion zsh)"</c>.</summary>
    public static string Zsh(IReadOnlyList<CompletionWords> all)
    {
        var script = new StringBuilder(
            """
            #compdef holdfast
            _holdfast() {
              local path="" word
              local -a words_here
              for word in "${(@)words[2,CURRENT-1]}"; do
                case "$word" in -*) ;; *) case "$path" in "") path="$word" ;; jobs|config|user|token) path="$path $word" ;; esac ;; esac
              done
              case "$path" in

            """);
        foreach (var entry in all)
        {
            script.Append($"    \"{entry.Path}\") words_here=({string.Join(' ', entry.Words)}) ;;\n");
        }

        script.Append(
            """
              esac
              compadd -a words_here
              [[ -z "$path" || "${words[CURRENT]}" == -* ]] || _files
            }
            compdef _holdfast holdfast

            """);
        return Lines(script);
    }

    /// <summary>For fish: <c>holdfast completion fish > ~/.config/fish/completions/holdfast.fish</c>.</summary>
    public static string Fish(IReadOnlyList<CompletionWords> all)
    {
        var script = new StringBuilder();
        foreach (var entry in all)
        {
            var parts = entry.Path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var condition = parts switch
            {
                [] => "__fish_use_subcommand",
                [var one] => $"__fish_seen_subcommand_from {one}",
                [var one, var two, ..] => $"__fish_seen_subcommand_from {one}; and __fish_seen_subcommand_from {two}",
            };
            foreach (var word in entry.Words)
            {
                script.Append(word.StartsWith("--", StringComparison.Ordinal)
                    ? $"complete -c holdfast -n '{condition}' -l {word[2..]}\n"
                    : $"complete -c holdfast -n '{condition}' -f -a {word}\n");
            }
        }

        return Lines(script);
    }

    /// <summary>For a PowerShell profile: <c>holdfast completion pwsh | Out-String | Invoke-Expression</c>.</summary>
    public static string PowerShell(IReadOnlyList<CompletionWords> all)
    {
        var script = new StringBuilder(
            """
            Register-ArgumentCompleter -Native -CommandName holdfast -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              $words = @{

            """);
        foreach (var entry in all)
        {
            script.Append($"    '{entry.Path}' = '{string.Join(' ', entry.Words)}'\n");
        }

        script.Append(
            """
              }
              $given = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" } | Where-Object { $_ -ne $wordToComplete -and -not $_.StartsWith('-') })
              $path = if ($given.Count -gt 1 -and $words.ContainsKey("$($given[0]) $($given[1])")) { "$($given[0]) $($given[1])" } elseif ($given.Count -gt 0) { "$($given[0])" } else { '' }
              "$($words[$path])".Split(' ') | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }

            """);
        return Lines(script);
    }

    private static string Lines(StringBuilder script) => script.ToString().ReplaceLineEndings("\n");
}
