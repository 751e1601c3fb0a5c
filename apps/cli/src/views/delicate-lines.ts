/**
 * What sounds like a secret, up to the end of its key; a misspelt one is in no schema. Bounded, because a line may be of any
 * length: keys are not.
 */
const delicateKey =
  /(?:secret|token|passw|pwd|access_?key|api_?key|credential|authorization|cookie|\bak\b|\bsk\b)[\w-]{0,60}["']?\s{0,20}[:=]/i;
/** Values that say nothing by themselves: none, the start of a block, or the name of a variable. */
const harmless = /^(?:[|>][-+\d]*|[[{]|["']?\$\{[A-Za-z_]\w*\}["']?)?\s*,?$/;

interface KeyAndValue {
  readonly key: string;
  readonly value: string;
}

function splitAtDelicateKey(line: string): KeyAndValue | undefined {
  const found = delicateKey.exec(line);
  if (found === null) return undefined;
  const end = found.index + found[0].length;
  return { key: line.slice(0, end), value: line.slice(end) };
}

function isHarmless(value: string): boolean {
  return harmless.test(value.trim());
}

/**
 * The lines of a manifest as a code frame may show them: what belongs to a key that sounds like a secret is masked, on
 * its line and on the deeper lines below it, whether or not the text parses.
 */
export function maskDelicateLines(lines: readonly string[]): readonly string[] {
  let block = Number.POSITIVE_INFINITY;
  return lines.map((line) => {
    const indent = /^[\s-]*/.exec(line)?.[0].length ?? 0;
    if (line.trim() !== "" && indent <= block) block = Number.POSITIVE_INFINITY;
    const found = splitAtDelicateKey(line);
    const isOpen = found !== undefined && isHarmless(found.value);
    if (indent > block) return isOpen ? line : maskBody(line);
    if (found === undefined) return line;
    block = indent;
    return isOpen ? line : `${found.key} ****`;
  });
}

/** Inside a delicate block: the key may be seen, anything else not. */
function maskBody(line: string): string {
  const [, key, value = ""] = /^(\s*(?:- )?["']?[\w-]+["']?\s*:)(?:\s(.*))?$/.exec(line) ?? [];
  if (key !== undefined) return isHarmless(value) ? line : `${key} ****`;
  return line.replace(/\S.*$/s, (text) => (/^[\]}],?$/.test(text) ? text : "****"));
}
