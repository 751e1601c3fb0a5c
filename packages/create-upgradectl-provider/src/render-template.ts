/** What a template may ask, and whether it holds. */
export type Claims = Readonly<Record<string, boolean>>;
export type Values = Readonly<Record<string, string>>;

/**
 * Fills a template: a line `%if word` to `%else` or `%end` is kept where the word holds, `{{word}}` is a value. A word that
 * nobody knows is a bug of the template.
 */
export function renderTemplate(text: string, claims: Claims, values: Values): string {
  const kept: string[] = [];
  const open: boolean[] = [];
  for (const line of text.split("\n")) {
    const [, directive, word = ""] = /^\s*%(if|else|end)\b ?(\S*)$/.exec(line) ?? [];
    if (directive === "if") open.push(claimOf(word, claims));
    else if (directive === "else") open.push(!popOf(open, line));
    else if (directive === "end") popOf(open, line);
    else if (open.every(Boolean)) kept.push(fill(line, values));
  }
  if (open.length > 0) throw new Error("a template has an %if without an %end");
  return kept.join("\n");
}

function claimOf(word: string, claims: Claims): boolean {
  const holds = claims[word];
  if (holds === undefined) throw new Error(`a template asks for "${word}"`);
  return holds;
}

function popOf(open: boolean[], line: string): boolean {
  const last = open.pop();
  if (last === undefined) throw new Error(`a template has "${line.trim()}" without an %if`);
  return last;
}

function fill(line: string, values: Values): string {
  return line.replaceAll(/\{\{([a-zA-Z]+)\}\}/g, (_whole, word: string) => {
    const value = values[word];
    if (value === undefined) throw new Error(`a template has no value for "${word}"`);
    return value;
  });
}
