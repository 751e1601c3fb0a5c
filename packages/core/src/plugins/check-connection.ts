import { isRecord } from "../is-record.ts";
import { expected } from "./describe-value.ts";
import { findNear, findSlips, type MemberKinds } from "./misspelt.ts";

const members = {
  observe: "an async function from a cluster and a signal to an observation",
  list: "a function that returns an async iterable of pages, or nothing",
  postCheck: "an async function that runs the vendor's post-upgrade check, or nothing",
} as const;

/** What `connect` returned, held against the contract. */
export function checkConnection(connection: unknown): readonly string[] {
  if (!isRecord(connection)) return [expected("it", connection, "an object with an observe() method")];
  return Object.entries(members)
    .flatMap(([name, wanted]) => {
      const member = connection[name];
      if (typeof member === "function" || (member === undefined && name !== "observe")) return [];
      return [expected(`\`${name}\``, member, wanted)];
    })
    .concat(checkPrograms(connection.programs), checkNames(connection));
}

const kinds: MemberKinds = {
  ...Object.fromEntries(Object.keys(members).map((name) => [name, (value) => typeof value === "function"])),
  programs: Array.isArray,
};

function checkNames(connection: object): readonly string[] {
  const known = Object.keys(kinds);
  const isLiteral = Object.getPrototypeOf(connection) === Object.prototype;
  const near = isLiteral ? findNear(connection, known, kinds) : [];
  return [...new Set([...findSlips(connection, known), ...near])];
}

function checkPrograms(programs: unknown): readonly string[] {
  const isUse = (use: unknown) =>
    isRecord(use) && typeof use.action === "string" && (use.per === "cluster" || use.per === "account");
  if (programs === undefined || (Array.isArray(programs) && programs.every(isUse))) return [];
  return [
    expected("`programs`", programs, 'a list of `{ action, per: "cluster" or "account" }`, or nothing'),
  ];
}
