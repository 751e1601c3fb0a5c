import { type Hostile, resisting } from "./hostile.ts";
import { good } from "./plugin.ts";

/** In connecting and in comparing versions. */
export const oddMembers: readonly Hostile[] = [
  {
    what: "throws what resists as it connects",
    parts: { connect: `throw ${resisting};` },
    observe: `return ${good};`,
    says: "failed to connect: ",
  },
  {
    what: "says that the network failed as it connects",
    parts: {
      connect: `const error = Object.assign(new Error("down"), { kind: "network", retryable: true });
        Object.defineProperty(error, Symbol.for("upgradectl.provider-error"), { value: true }); throw error;`,
    },
    observe: `return ${good};`,
    says: "failed to connect: ProviderError: down",
  },
  {
    what: "changes the environment as it connects",
    parts: { connect: `env.HW_ACCESS_KEY = "x";` },
    observe: `return ${good};`,
    says: "failed to connect: TypeError",
  },
  {
    what: "connects to a list that is none",
    parts: { connect: "return { observe() {}, list: 7 };" },
    observe: `return ${good};`,
    says: "failed to connect: TypeError: connect() did not return what the contract wants: `list` is 7",
  },
  {
    what: "connects to what resists",
    parts: { connect: `return [${resisting}];` },
    observe: `return ${good};`,
    says: "failed to connect: ",
  },
  {
    what: "connects to nothing",
    parts: { connect: "return null;" },
    observe: `return ${good};`,
    says: "failed to connect: TypeError: connect() did not return what the contract wants",
  },
  {
    what: "throws as it splits a version",
    parts: { members: `splitVersion() { throw new Error("no such order"); },` },
    observe: `return ${good};`,
    says: 'failed to compare versions, at "1.0": Error: no such order',
  },
  {
    what: "splits versions into nothing that is a list",
    parts: { members: "splitVersion: () => undefined," },
    observe: `return ${good};`,
    says: 'failed to compare versions, at "1.0": TypeError: splitVersion returned missing',
  },
  {
    what: "splits versions into numbers",
    parts: { members: `splitVersion: (version) => version.split(".").map(Number),` },
    observe: `return ${good};`,
    says: "splitVersion returned a list with 1 in it; expected texts",
  },
  {
    what: "splits versions into what resists",
    parts: { members: `splitVersion: () => ${resisting},` },
    observe: `return ${good};`,
    says: "failed to compare versions",
  },
  {
    what: "splits a version another way each time",
    parts: { members: `splitVersion() { this.n = (this.n ?? 0) + 1; return [String(this.n)]; },` },
    observe: `return ${good};`,
    says: "and then",
  },
  {
    what: "throws as it splits the version that runs",
    parts: { members: `splitVersion(version) { if (version !== "1.0") throw "odd"; return ["1", "0"]; },` },
    observe: `return { ...${good}, version: "1.1" };`,
    says: `failed to compare versions, at "1.1": 'odd' was thrown`,
  },
];
