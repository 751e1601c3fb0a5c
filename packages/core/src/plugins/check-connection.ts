import { isRecord } from "../is-record.ts";
import { expected } from "./describe-value.ts";
import { findSlips } from "./misspelt.ts";

const members = {
  observe: "an async function from a cluster and a signal to an observation",
  list: "a function that returns an async iterable of pages, or nothing",
  postCheck: "an async function that runs the vendor's post-upgrade check, or nothing",
} as const;

/** What `connect` returned, held against the contract. */
export function checkConnection(connection: unknown): readonly string[] {
  if (!isRecord(connection)) return [expected("it", connection, "an object with an observe() method")];
  const slips = findSlips(connection, [...Object.keys(members), "programs"]);
  return Object.entries(members)
    .flatMap(([name, wanted]) => {
      const member = connection[name];
      if (typeof member === "function" || (member === undefined && name !== "observe")) return [];
      return [expected(`\`${name}\``, member, wanted)];
    })
    .concat(checkPrograms(connection.programs), slips);
}

function checkPrograms(programs: unknown): readonly string[] {
  const isUse = (use: unknown) =>
    isRecord(use) && typeof use.action === "string" && (use.per === "cluster" || use.per === "account");
  if (programs === undefined || (Array.isArray(programs) && programs.every(isUse))) return [];
  return [
    expected("`programs`", programs, 'a list of `{ action, per: "cluster" or "account" }`, or nothing'),
  ];
}
