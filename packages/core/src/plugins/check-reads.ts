import { isRecord } from "../is-record.ts";
import { expected } from "./describe-value.ts";
import { findMisspelt } from "./misspelt.ts";

const optionalText = (value: unknown) => value === undefined || (typeof value === "string" && value !== "");
const oneOf =
  (...words: readonly string[]) =>
  (value: unknown) =>
    value === undefined || (typeof value === "string" && words.includes(value));

/** What each optional member of a read may be. */
const members: readonly (readonly [name: string, isFine: (value: unknown) => boolean, wanted: string])[] = [
  ["method", oneOf("GET", "HEAD", "POST", "PUT"), '"GET", "HEAD" or "POST", or "PUT" to sign in'],
  ["service", optionalText, "the name of one of the plugin's APIs, or nothing"],
  ["permission", optionalText, "the vendor's name of the permission, or nothing"],
  ["per", oneOf("cluster", "account"), '"cluster" or "account"'],
  ["when", optionalText, "a few words for people, or nothing"],
  ["purpose", oneOf("sign-in", "post-check"), '"sign-in", "post-check" or nothing'],
  ["answer", oneOf("json", "text"), '"json" or "text"'],
];

/** Every request that a plugin declares, because the host lets no other one pass. */
export function checkReads(reads: unknown): readonly string[] {
  if (!Array.isArray(reads))
    return [expected("`reads`", reads, "a list of the requests that the plugin makes")];
  const actions = reads.map((read: unknown) => (isRecord(read) ? read.action : undefined));
  return reads.flatMap((read: unknown, index) => {
    const part = `reads[${index}]`;
    if (!isRecord(read)) return [expected(`\`${part}\``, read, "an object with `action` and `path`")];
    return [
      ...checkAction(part, read.action, actions.indexOf(read.action), index),
      ...checkPath(part, read.path),
      ...(read.method === "PUT" && read.purpose !== "sign-in"
        ? [expected(`\`${part}.method\``, read.method, "no PUT but to sign in")]
        : []),
      ...members
        .filter(([name, isFine]) => !isFine(read[name]))
        .map(([name, , wanted]) => expected(`\`${part}.${name}\``, read[name], wanted)),
      ...findMisspelt(read, ["action", "path", ...members.map(([name]) => name)], `${part}.`),
    ];
  });
}

function checkAction(part: string, action: unknown, first: number, index: number): readonly string[] {
  if (typeof action !== "string" || action.trim() === "")
    return [expected(`\`${part}.action\``, action, "the vendor's name of the operation")];
  if (first === index) return [];
  return [
    expected(`\`${part}.action\``, action, `a name of its own, because \`reads[${first}]\` has this one`),
  ];
}

function checkPath(part: string, path: unknown): readonly string[] {
  const fault = (wanted: string) => [expected(`\`${part}.path\``, path, wanted)];
  if (typeof path !== "string" || !path.startsWith("/")) return fault("a path that starts with `/`");
  if (/[?#]/.test(path)) return fault("a path alone, because the query belongs into the request");
  const literals = path.replace(/\{[A-Za-z_][A-Za-z0-9_-]*\}/g, "x");
  if (/[{}]/.test(literals)) return fault("placeholders such as `{clusterId}`");
  if (/\}\{/.test(path)) return fault("something between two placeholders");
  if (!/^[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*$/.test(literals)) return fault("percent-encoding in the path");
  if (/\/\.{0,2}(?:\/|$)/.test(literals.replace(/\/$/, ""))) return fault("no empty, `.` or `..` segments");
  return [];
}
