import { answers, good, observes, operation, prints, type Sample } from "./sample.ts";

/** By what they answer. */
export const brokenAnswers: readonly Sample[] = [
  { what: "answers a list", command: prints("[]"), says: /the answer is a list; expected an object/ },
  {
    what: "answers null",
    command: prints("null"),
    says: /the answer is null; expected an object|begins with: null/,
  },
  { what: "answers a text", command: prints('"1.30"'), says: /the answer is "1.30"; expected an object/ },
  { what: "answers nothing", command: prints("{}"), says: /\/observation is missing/ },
  {
    what: "answers another protocol",
    command: answers({ protocol: 2, observation: {} }),
    says: /\/protocol is the number 2/,
  },
  {
    what: "answers both",
    command: answers({ observation: { version: null }, error: { kind: "plugin", message: "x" } }),
    says: /has both/,
  },
  {
    what: "answers without the outer member",
    command: answers({ version: "1.30" }),
    says: /\/version is not a member/,
  },
  {
    what: "leaves the version out",
    command: answers({ observation: {} }),
    says: /\/observation\/version is missing/,
  },
  {
    what: "has a number as version",
    command: prints('{"observation":{"version":1.30}}'),
    says: /version is the number 1.3; expected/,
  },
  {
    what: "has an empty version",
    command: answers({ observation: { version: "" } }),
    says: /version is ""; expected a version/,
  },
  {
    what: "misspells operations",
    command: observes({ operation: [] }),
    says: /\/observation\/operation is not a member/,
  },
  {
    what: "has no list of operations",
    command: observes({ operations: null }),
    says: /operations is null; expected a list/,
  },
  {
    what: "uses a phase of its own",
    command: operation({ phase: "done" }),
    says: /\/observation\/operations\/0\/phase is "done"; expected one of "pending"/,
  },
  {
    what: "leaves the phase out",
    command: operation({ phase: undefined }),
    says: /operations\/0\/phase is missing/,
  },
  {
    what: "counts in percent",
    command: operation({ progress: 42 }),
    says: /progress is the number 42; expected a number from 0 to 1/,
  },
  {
    what: "has a time without a zone",
    command: operation({ startedAt: "2025-01-31T12:00:00" }),
    says: /a time with its zone/,
  },
  {
    what: "has a time that is none",
    command: operation({ startedAt: "yesterday" }),
    says: /startedAt is "yesterday"; expected a time/,
  },
  {
    what: "has a day that is none",
    command: operation({ startedAt: "2025-02-30T12:00:00Z" }),
    says: /expected a time/,
  },
  {
    what: "has a step without a name",
    command: operation({ steps: [{ phase: "running" }] }),
    says: /steps\/0\/name is missing/,
  },
  {
    what: "has half of the nodes",
    command: operation({ nodes: { total: [] } }),
    says: /nodes\/completed is missing.*and 1 more/,
  },
  {
    what: "uses a condition of its own",
    command: observes({ state: "fine" }),
    says: /\/state is "fine"; expected one of "ready"/,
  },
  {
    what: "uses a condition of its own beside a word",
    command: observes({ state: { condition: "fine", raw: "ok" } }),
    says: /\/state\/condition is "fine"/,
  },
  {
    what: "has a nested property",
    command: observes({ properties: { values: { a: { b: "c" } } } }),
    says: /\/observation\/properties\/values/,
  },
  {
    what: "does not tell what is compared",
    command: prints(good),
    expect: { versions: { kubelet: "1.30" } },
    says: /\/observation\/properties\/versions is missing/,
  },
];
