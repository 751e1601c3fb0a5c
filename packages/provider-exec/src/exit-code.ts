/** What a program's exit code says, beyond that it failed. */
export interface ExitMeaning {
  /** Goes on after "ended with exit code 127"; empty where nothing is known. */
  readonly what: string;
  readonly hint: string;
}

/** A shell, and `env` in a first line, say by 126 and 127 that it was not the program that failed, but one that it wanted to run. */
export function explainExit(exitCode: number, label: string, stderr: string): ExitMeaning {
  if (exitCode === 127) {
    const name = findName(stderr, "(?:command not found|not found|no such file or directory)");
    if (name === undefined)
      return {
        what: "",
        hint: `127 says that ${label} ran, and that a program which it wanted was not found: see PATH, and the first lines of scripts.`,
      };
    return {
      what: `: it did not find \`${name}\``,
      hint: /[/\\]/.test(name)
        ? `Correct the path of \`${name}\` in ${label}, and see its first line; a relative one starts at the manifest's folder.`
        : `Install \`${name}\` where upgradectl runs, or add its folder to PATH (\`config.env\`).`,
    };
  }
  if (exitCode === 126) {
    const name = findName(stderr, "(?:permission denied|exec format error|not executable)");
    if (name === undefined)
      return {
        what: "",
        hint: `126 says that ${label} ran, and that a program which it wanted was found and may not be executed: \`chmod +x\` it.`,
      };
    return {
      what: `: it may not execute \`${name}\``,
      hint: `Allow it (\`chmod +x ${name}\`), or name its interpreter in front of it in ${label}.`,
    };
  }
  return { what: "", hint: "Run it by hand; where it can say why, let it print an `error`." };
}

/**
 * The program that the last such line names: `sh: 1: kubectl: not found`, `bash: line 3: kubectl: command not found`,
 * `zsh:1: command not found: kubectl`, `env: ‘python3’: No such file or directory`.
 */
function findName(stderr: string, reason: string): string | undefined {
  const name = "[‘'\"`]?([^\\s:‘’'\"`]{1,200})[’'\"`]?";
  const interpreter = new RegExp(`: ${name}: bad interpreter: `, "i");
  const before = new RegExp(`(?:^|: )${name}: ${reason}\\s*$`, "i");
  const after = new RegExp(`: ${reason}: ${name}\\s*$`, "i");
  for (const line of stderr.split(/\r?\n/).reverse()) {
    const found = [interpreter, before, after].map((pattern) => pattern.exec(line)?.[1]);
    const first = found.find((text) => text !== undefined);
    if (first !== undefined) return first;
  }
  return undefined;
}
