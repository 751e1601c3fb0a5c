/** Group 1 ends behind the key; keys are matched by what they sound like, because a misspelt one is in no schema. */
const delicateKey =
  /^(.*?["']?[\w-]*(?:secret|token|passw|pwd|access_?key|api_?key|credential|authorization|cookie|\bak\b|\bsk\b)[\w-]*["']?\s*[:=])(.*)$/i;
/** Values that say nothing by themselves: none, the start of a block, or the name of a variable. */
const harmless = /^\s*(?:[|>][-+\d]*|[[{]|["']?\$\{[A-Za-z_]\w*\}["']?)?\s*,?\s*$/;

/**
 * The lines of a manifest as a code frame may show them: what belongs to a key that sounds like a secret is masked, on
 * its line and on the deeper lines below it, whether or not the text parses.
 */
export function maskDelicateLines(lines: readonly string[]): readonly string[] {
  let block = Number.POSITIVE_INFINITY;
  return lines.map((line) => {
    const indent = /^[\s-]*/.exec(line)?.[0].length ?? 0;
    if (line.trim() !== "" && indent <= block) block = Number.POSITIVE_INFINITY;
    const [, key, value = ""] = delicateKey.exec(line) ?? [];
    if (indent > block) return key === undefined || !harmless.test(value) ? maskBody(line) : line;
    if (key === undefined) return line;
    block = indent;
    return harmless.test(value) ? line : `${key} ****`;
  });
}

/** Inside a delicate block: the key may be seen, anything else not. */
function maskBody(line: string): string {
  const [, key, value = ""] = /^(\s*(?:- )?["']?[\w-]+["']?\s*:)(?:\s(.*))?$/.exec(line) ?? [];
  if (key !== undefined) return harmless.test(value) ? line : `${key} ****`;
  return line.replace(/\S.*$/, (text) => (/^[\]}],?$/.test(text) ? text : "****"));
}
