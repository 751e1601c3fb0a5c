import { type ErrorKind, errorKinds } from "@upgradectl/provider-sdk";
import { secretMark } from "./clouds.ts";

/** A program that goes wrong for one cluster, and answers well for its sibling; or for its list alone. */
export interface ExecFault {
  readonly name: string;
  readonly place: "cluster" | "list";
  readonly kinds: readonly ErrorKind[];
  /** What it does in place of answering, in POSIX shell. */
  readonly does: string;
  /** Takes the place of the whole program. */
  readonly command?: readonly string[];
  /** Its first line. */
  readonly interpreter?: string;
  readonly mode?: number;
  readonly stalls?: true;
  /** Not a program at all: the sibling is hit as well. */
  readonly isBroken?: true;
}

export const execTruth = JSON.stringify({
  observation: {
    version: "v1.2.3",
    operations: [{ phase: "failed", toVersion: "v1.3.0", startedAt: "2026-01-01T00:00:00Z" }],
  },
});
const right = `printf '%s' '${execTruth}'`;
const say = (text: string) => `printf '%s' '${text}'`;
const deep = `awk 'BEGIN { for (i = 0; i < 50000; i++) printf "["; for (i = 0; i < 50000; i++) printf "]" }'`;
const plugin = ["plugin"] as const;
const timeout = ["timeout"] as const;
const cluster = "cluster";

const starts: readonly ExecFault[] = [
  {
    name: "no such program",
    place: cluster,
    kinds: plugin,
    does: "",
    command: ["./not-there.sh"],
    isBroken: true,
  },
  {
    name: "no such program in PATH",
    place: cluster,
    kinds: plugin,
    does: "",
    command: ["no-such-program-anywhere"],
    isBroken: true,
  },
  { name: "not executable", place: cluster, kinds: plugin, does: "", mode: 0o644, isBroken: true },
  { name: "a folder", place: cluster, kinds: plugin, does: "", command: ["./folder"], isBroken: true },
  {
    name: "an interpreter that is not there",
    place: cluster,
    kinds: plugin,
    does: "",
    interpreter: "/no/such/interpreter",
    isBroken: true,
  },
];

const ends: readonly (readonly [name: string, does: string])[] = [
  ["exit code 1, silent", "exit 1"],
  ["exit code 1, and says why", "echo 'cannot reach the cluster' >&2; exit 1"],
  ["exit code 1 after the right answer", `${right}; exit 1`],
  ["exit code 127", "no-such-command-anywhere"],
  ["exit code 126", "./folder"],
  ["ended by SIGKILL", "kill -9 $$"],
  ["ended by SIGSEGV", "kill -11 $$"],
  ["ended by SIGTERM after the right answer", `${right}; kill -15 $$`],
  ["says a secret and fails", 'echo "token: $API_TOKEN" >&2; exit 3'],
];

const prints: readonly (readonly [name: string, does: string])[] = [
  ["prints nothing", "exit 0"],
  ["prints for ever", "yes"],
  ["prints 17 MiB", "head -c 17825792 /dev/zero | tr '\\0' ' '"],
  ["prints garbage", "head -c 4096 /dev/urandom"],
  ["prints a log line first", `echo starting; ${right}`],
  ["prints half of its answer", `${right} | head -c 40`],
  ["prints two answers", `${right}; ${right}`],
  ["prints NUL", "printf '{\\000}'"],
  ["prints Latin-1", "printf '{\"\\344\":1}'"],
  ["prints `null`", say("null")],
  ["prints `[]`", say("[]")],
  ["prints `{}`", say("{}")],
  ["prints 50,000 lists in each other", deep],
  ["an observation without a version", say('{"observation":{}}')],
  ["a version that is a number", say('{"observation":{"version":1.3}}')],
  ["a misspelt member", say('{"observation":{"version":"v1.2.3","operation":[]}}')],
  [
    "an observation and an error",
    say('{"observation":{"version":"v1.2.3"},"error":{"kind":"network","message":"no"}}'),
  ],
  [
    "a phase that nobody knows",
    say('{"observation":{"version":"v1.2.3","operations":[{"phase":"levitating"}]}}'),
  ],
  ["a state that nobody knows", say('{"observation":{"version":"v1.2.3","state":"levitating"}}')],
  ["an error of an unknown kind", say('{"error":{"kind":"bad-luck","message":"no"}}')],
  [
    "a time that is none",
    say('{"observation":{"version":"v1.2.3","operations":[{"phase":"failed","startedAt":"yesterday"}]}}'),
  ],
];

const stalls: readonly (readonly [name: string, does: string])[] = [
  ["never ends", "exec sleep 600"],
  ["never ends, and takes no SIGTERM", "trap '' TERM INT HUP; while :; do sleep 1; done"],
  ["closes its outputs and never ends", "exec >&- 2>&-; sleep 600"],
  ["logs for ever", "while :; do echo still here; sleep 0.2; done >&2"],
];

const told = (kind: ErrorKind): ExecFault => ({
  name: `says itself: ${kind}`,
  place: cluster,
  kinds: [kind],
  does: say(JSON.stringify({ error: { kind, message: "it said so" } })),
});
/** A program cannot say that the run was cancelled. */
const saidByPrograms = errorKinds.filter((kind) => kind !== "cancelled");

const faulty = [...ends, ...prints];
export const execFaults: readonly ExecFault[] = [
  ...starts,
  ...faulty.map(([name, does]): ExecFault => ({ name, place: cluster, kinds: plugin, does })),
  ...stalls.map(([name, does]): ExecFault => ({ name, place: cluster, kinds: timeout, does, stalls: true })),
  ...saidByPrograms.map(told),
];

/** The same of its list, which costs nothing where the program still answers for each cluster. */
export const execListFaults: readonly ExecFault[] = [
  ...faulty
    .filter(([name]) => !/observation|version|phase|state|time|misspelt/.test(name))
    .map(([name, does]): ExecFault => ({ name, place: "list", kinds: [], does })),
  ...stalls
    .slice(0, 1)
    .map(([name, does]): ExecFault => ({ name, place: "list", kinds: [], does, stalls: true })),
];

/** The whole program: it counts its runs, and goes wrong where it is to. */
export function programOf({ place, does, interpreter }: ExecFault): string {
  const asked = place === "list" ? "$UPGRADECTL_ACTION" : "$UPGRADECTL_CLUSTER_ID";
  const good = place === "list" ? "observe" : "*-sibling";
  const healthy = `printf '{"observation":{"version":"v1.2.3"}}'`;
  return `#!${interpreter ?? "/bin/sh"}
cat > /dev/null
case "$UPGRADECTL_CLUSTER_ID" in *-sibling) [ "$UPGRADECTL_ACTION" = observe ] && { ${healthy}; exit 0; } ;; esac
case "${asked}" in ${good}) ${right}; exit 0 ;; esac
echo run >> "$0.runs"
${does}
`;
}

export const execSecret: string = `token-of-a-program-${secretMark}`;
