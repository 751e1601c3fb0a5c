/** What one `upgradectl …` of a text is called with, as a shell would split it. */
export type Words = readonly string[];

/** Every call of the program in a script, whatever else the script does. */
export function findCommands(script: string): readonly Words[] {
  const joined = script.replaceAll(/\\\n\s*/g, " ").replaceAll(/(?<=^|\s)#.*$/gm, "");
  const calls = [
    ...joined.matchAll(/(?<=(?:^|[;&|(!]|\b(?:if|then|do))\s*(?:npx (?:-y )?)?)upgradectl(?:@\S+)? (?=\S)/gm),
  ];
  return calls.map(({ index, 0: found }) => splitWords(joined.slice(index + found.length)));
}

/** The words up to what ends a command. Redirections are none of the program's words. */
function splitWords(text: string): Words {
  const token = /[^\S\n]+|(?:'[^']*'|"[^"]*"|\$\{\{[^}]*\}\}|\$\([^)]*\)|[^\s'"|&;()<>`])+|./gsy;
  const words: string[] = [];
  for (const [part] of text.matchAll(token)) {
    if (/^[^\S\n]+$/.test(part)) continue;
    if (/^[\n|&;()`'"<>]/.test(part) && !/^(['"]).*\1/s.test(part)) break;
    words.push(part.replaceAll(/['"]/g, ""));
  }
  return words;
}
