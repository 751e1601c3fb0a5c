import { ProviderError, type Read, type ReadRequest } from "@upgradectl/provider-sdk";

/** A declared read, its path taken apart once. */
export interface CompiledRead {
  readonly action: string;
  readonly method: NonNullable<Read["method"]>;
  readonly permission: string | undefined;
  readonly purpose: Read["purpose"];
  readonly answer: NonNullable<Read["answer"]>;
  /** Literal text, one more than there are names; the first begins with the endpoint's prefix. */
  readonly literals: readonly string[];
  readonly names: readonly string[];
}

export function compileRead(read: Read, prefix: string): CompiledRead {
  const parts = read.path.split(/\{([^{}]*)\}/);
  const literals = parts.filter((_, index) => index % 2 === 0);
  const names = parts.filter((_, index) => index % 2 === 1);
  if (!/^\/[!-~]*$/.test(read.path) || literals.some((text) => /[{}?#]/.test(text)) || names.includes(""))
    throw pluginError(`declares ${read.action} with the path "${read.path}", which is not a path template`);
  literals[0] = prefix + literals[0];
  const { action, method = "GET", permission, purpose, answer = "json" } = read;
  return { action, method, permission, purpose, answer, literals, names };
}

/** The percent-encoded path. A value fills its segment and cannot leave it. */
export function buildPath(read: CompiledRead, given: ReadRequest["path"] = {}): string {
  for (const name of Object.keys(given))
    if (!read.names.includes(name))
      throw pluginError(`gave ${read.action} the unknown path parameter "${name}"`);
  let path = read.literals[0] ?? "";
  for (const [index, name] of read.names.entries())
    path +=
      encodeSegment(read, name, Object.hasOwn(given, name) ? given[name] : undefined) +
      read.literals[index + 1];
  return path;
}

function encodeSegment(read: CompiledRead, name: string, value: unknown): string {
  if (typeof value !== "string")
    throw pluginError(`gave ${read.action} no text for its path parameter "${name}"`);
  if (value === "" || value === "." || value === ".." || /\p{Cc}/u.test(value))
    throw pluginError(
      `gave ${read.action} the path parameter "${name}" as ${JSON.stringify(value)}, which fills no path segment`,
    );
  return encode(value, `path parameter "${name}" of ${read.action}`);
}

/** Sorted by key, percent-encoded as RFC 3986 has it; signatures cover exactly this text. */
export function buildQuery(read: CompiledRead, given: ReadRequest["query"]): string {
  if (given === undefined) return "";
  const pairs: string[] = [];
  for (const key of Object.keys(given).sort()) {
    const value: unknown = given[key];
    if (value === undefined) continue;
    const where = `query parameter "${key}" of ${read.action}`;
    const values = Array.isArray(value)
      ? value.map((item) => textOf(item, where)).sort()
      : [textOf(value, where)];
    for (const text of values) pairs.push(`${encode(key, where)}=${encode(text, where)}`);
  }
  return pairs.join("&");
}

/** What goes over the wire as the body, and the header that says what it is; an empty body has none. */
export function buildBody(
  read: CompiledRead,
  { json, form }: Pick<ReadRequest, "json" | "form">,
): { readonly body: string; readonly type: string | undefined } {
  if (json === undefined && form === undefined) return { body: "", type: undefined };
  if (read.method !== "POST" && read.method !== "PUT")
    throw pluginError(`gave ${read.action} a body, which a ${read.method} has not`);
  if (json !== undefined && form !== undefined)
    throw pluginError(`gave ${read.action} both a JSON and a form body`);
  if (form !== undefined) return { body: buildQuery(read, form), type: "application/x-www-form-urlencoded" };
  try {
    const body = JSON.stringify(json);
    if (typeof body === "string") return { body, type: "application/json" };
  } catch {}
  throw pluginError(`gave ${read.action} a body that JSON cannot say`);
}

function textOf(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)))
    return String(value);
  throw pluginError(`gave the ${where} a value that is no text, number or boolean`);
}

function encode(text: string, where: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  if (!text.isWellFormed()) throw pluginError(`gave the ${where} a text that is not well-formed Unicode`);
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The plugin did what its contract does not allow. `deed` goes on from "the plugin". */
export function pluginError(deed: string): ProviderError {
  return new ProviderError({
    kind: "plugin",
    message: `the plugin ${deed}`,
    hint: "This is a bug of the plugin; report it to its authors.",
  });
}
