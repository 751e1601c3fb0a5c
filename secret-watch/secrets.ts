/** Secrets by value, with the name that they were given under. */
export type Secrets = ReadonlyMap<string, string>;

/** Shorter values are found in ordinary words. */
const shortest = 6;
/** Of a key's id four characters may be told. */
const shown = 4;

const secretName = /secret|token|passw(or)?d|passphrase|private_?key|api_?key|authorization$|(^|_)sk$/i;
/** Where a secret is found, when it ends, which page of a list comes next. */
const harmlessName =
  /(file|path|ur[il]|name|header|type|command|duration|seconds|version|ttl|expir\w*|_at|_id)$|next|page|continu|idempot/i;
const keyName = /access_?key(_?id)?$|(^|_)ak$/i;

/** What the program is handed through its environment. `read` gives the text of a file, or nothing. */
export function secretsOfEnvironment(
  env: Readonly<Record<string, string>>,
  read: (file: string) => string | undefined,
): Secrets {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    addNamed(found, name, value);
    addPasswords(found, name, value);
    const isFile = /_file$/i.test(name) && secretName.test(name);
    const text = isFile ? read(value)?.trim() : undefined;
    if (text !== undefined) add(found, name, text);
  }
  return found;
}

/** A reference to a variable, a mask. */
const isStandIn = /\$\{|\*{4}/;

/** A name and a text: in YAML, JSON, INI, JavaScript. */
const pair =
  /(?<![\w.-])(["']?)([\w.-]{1,80})\1[ \t]*[:=][ \t]*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^\s,{}[\]#"'][^\n,}\]]*)/g;
const element = /<(\w+)>([^<\s]+)<\//g;
/** `env` of an `exec` provider in a line, or where its lines begin. */
const environment = /(^[ \t]*(?:-[ \t]+)*|[{,]\s*)(["']?)env\2\s*:[ \t]*(?:\{([^{}]*)\}|\n)/gm;
const harmlessValue = /^(\p{L}{1,10}|\d{1,5})$/u;
const registered = /\bsecret\(\s*(["'`])([^"'`\n]+)\1/g;

/** What comes later is clusters; secrets stand before them. */
const longest = 200_000;

/** What a manifest, a file of credentials, a plugin or an answer holds. In code only quoted values are values. */
export function secretsOfText(whole: string, kind: "data" | "code" = "data"): Secrets {
  const text = whole.slice(0, longest);
  const found = new Map<string, string>();
  for (const [name, value] of pairsOf(text, kind)) addNamed(found, name, value);
  for (const [, name = "", value = ""] of text.matchAll(element)) addNamed(found, name, value);
  for (const [name, value] of kind === "data" ? variablesOf(text) : [])
    if (secretName.test(name) || !harmlessValue.test(value)) add(found, `env.${name}`, value);
  for (const [, , value = ""] of text.matchAll(registered)) add(found, "secret()", value);
  addPasswords(found, "address", text);
  return found;
}

/** Every one is secret, but for those that docs/exec.md names. */
function* variablesOf(text: string): Iterable<readonly [string, string]> {
  for (const { 0: whole, 1: indent = "", 3: inline, index } of text.matchAll(environment))
    yield* pairsOf(inline ?? linesBelow(text.slice(index + whole.length), indent.length), "data");
}

/** As many of the lines as stand further to the right. */
function linesBelow(text: string, column: number): string {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => line.trim() !== "" && line.search(/\S/) <= column);
  return lines.slice(0, end < 0 ? undefined : end).join("\n");
}

function* pairsOf(text: string, kind: "data" | "code"): Iterable<readonly [string, string]> {
  for (const [, , name = "", raw = ""] of text.matchAll(pair)) {
    const isQuoted = raw.startsWith('"') || raw.startsWith("'");
    if (isQuoted || kind === "data") yield [name, isQuoted ? unquote(raw) : raw.trim()];
  }
}

function unquote(raw: string): string {
  if (raw.startsWith("'")) return raw.slice(1, -1).replaceAll("''", "'");
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === "string" ? value : raw;
  } catch {
    return raw.slice(1, -1);
  }
}

function addNamed(found: Map<string, string>, name: string, value: string): void {
  if (secretName.test(name)) {
    if (!harmlessName.test(name)) add(found, name, value);
  } else if (keyName.test(name) && !isStandIn.test(value)) add(found, name, value.slice(shown));
}

function addPasswords(found: Map<string, string>, name: string, text: string): void {
  if (!text.includes("@")) return;
  for (const [, password = ""] of text.matchAll(/:\/\/[^:/@\s"']*:([^@/\s"']+)@/g))
    add(found, `password in ${name}`, password);
}

function add(found: Map<string, string>, name: string, value: string): void {
  if (isStandIn.test(value)) return;
  const lines = value.includes("\n")
    ? value.split("\n").filter((line) => !line.startsWith("-----"))
    : [value];
  for (const line of lines) if (line.trim().length >= shortest) found.set(line.trim(), name);
}
