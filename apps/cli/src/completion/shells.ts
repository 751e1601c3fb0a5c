import { askWord } from "./ask-word.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

// bash cuts words at `=` and `:`, upgradectl does not: they are put together again, and what bash has cut off is taken
// off the candidates. Works with the bash 3.2 of macOS, and without the bash-completion package.
const bash = `# bash completion of upgradectl: source <(upgradectl completion bash)
_upgradectl() {
  local rest="\${COMP_LINE:0:COMP_POINT}" words=() word here line value kept breaks head="" i
  for ((i = 0; i <= COMP_CWORD; i++)); do
    here="\${rest#"\${rest%%[![:space:]]*}"}"
    word="\${COMP_WORDS[i]}"
    ((i == COMP_CWORD)) && word="$here"
    if ((i > 0)) && [[ $rest == "$here" ]]; then
      words[\${#words[@]} - 1]+="$word"
    else
      words+=("$word")
    fi
    rest="\${here#"$word"}"
  done
  for ((i = 0; i < \${#words[@]}; i++)); do words[i]="\${words[i]//[\\\\\\"\\']/}"; done
  word="\${words[\${#words[@]} - 1]}"
  breaks="\${COMP_WORDBREAKS//[^=:]/}"
  [[ -n $breaks ]] && head="\${word%"\${word##*[$breaks]}"}"
  COMPREPLY=()
  while IFS= read -r line; do
    value="\${line%%$'\\t'*}"
    if [[ -n $value ]]; then
      value="\${value#"$head"}"
      [[ $value == *[!A-Za-z0-9_.,=:@%+/-]* ]] && printf -v value %q "$value"
      COMPREPLY+=("$value")
    else
      kept="\${line#$'\\t'}"
      compopt -o filenames 2>/dev/null
      while IFS= read -r value; do
        value="$kept$value"
        COMPREPLY+=("\${value#"$head"}")
      done < <(compgen -f -- "\${word#"$kept"}")
    fi
  done < <(upgradectl ${askWord} "\${words[@]:1}" 2>/dev/null)
}
complete -F _upgradectl upgradectl
`;

const zsh = `#compdef upgradectl
# zsh completion of upgradectl: source <(upgradectl completion zsh), or a file _upgradectl in a folder of $fpath
_upgradectl() {
  local -a lines values shown
  local line value kept
  lines=("\${(@f)$(upgradectl ${askWord} "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  for line in "\${lines[@]}"; do
    [[ -z $line ]] && continue
    value="\${line%%$'\\t'*}"
    if [[ -n $value ]]; then
      values+=("$value")
      shown+=("$value\${\${line#*$'\\t'}:+  -- \${line#*$'\\t'}}")
    else
      kept="\${line#$'\\t'}"
      [[ -n $kept ]] && compset -P "\${(b)kept}"
      _files
      return
    fi
  done
  (( \${#values} )) && compadd -l -d shown -a values
}
if [[ $funcstack[1] == _upgradectl ]]; then
  _upgradectl "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _upgradectl upgradectl
fi
`;

const fish = `# fish completion of upgradectl: upgradectl completion fish | source
function __upgradectl_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  for line in (command upgradectl ${askWord} $words[2..-1] "$current" 2>/dev/null)
    if not string match -q -- \\t'*' "$line"
      echo $line
      continue
    end
    set -l kept (string sub -s 2 -- "$line")
    for file in (__fish_complete_path (string sub -s (math 1 + (string length -- "$kept")) -- "$current"))
      echo "$kept$file"
    end
  end
end
complete -c upgradectl -f -a '(__upgradectl_complete)'
`;

/** What a shell is to run so that Tab completes `upgradectl`. */
export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
