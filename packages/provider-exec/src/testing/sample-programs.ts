import type { ErrorKind } from "@upgradectl/provider-sdk";

/** A program, and what its cluster's error, or what was read, says. */
export interface Sample {
  readonly what: string;
  readonly command: readonly string[];
  /** Written beside the manifest, and executable. */
  readonly script?: { readonly file: string; readonly text: string };
  readonly expect?: Readonly<Record<string, unknown>>;
  readonly says: RegExp;
  /** Default `plugin`. */
  readonly kind?: ErrorKind;
}

const node = (code: string): readonly string[] => [process.execPath, "-e", code];
const shell = (code: string): readonly string[] => ["sh", "-c", code];
/** Prints a text as it is. */
const prints = (text: string): readonly string[] => shell(`cat <<'END'\n${text}\nEND`);
const answers = (answer: unknown): readonly string[] => prints(JSON.stringify(answer));
const observes = (changes: object): readonly string[] =>
  answers({ observation: { version: "1.30", ...changes } });
const operation = (changes: object): readonly string[] =>
  observes({ operations: [{ phase: "succeeded", ...changes }] });
const good = '{"observation":{"version":"1.30"}}';

export const broken: readonly Sample[] = [
  // What it writes
  { what: "prints nothing", command: shell("true"), says: /standard output is empty/ },
  { what: "prints blanks", command: prints("   "), says: /standard output is empty/ },
  { what: "closes its output at once", command: shell("exec >&-; true"), says: /standard output is empty/ },
  { what: "prints prose", command: prints("all is well"), says: /is not JSON; it begins with: all is well$/ },
  {
    what: "prints nothing there, but on standard error",
    command: shell(`echo '${good}' >&2`),
    says: /is empty; its standard error: \{"obs/,
  },
  {
    what: "logs before its answer",
    command: prints(`INFO reading\n${good}`),
    says: /begins with: INFO reading/,
  },
  {
    what: "logs after its answer",
    command: prints(`${good}\n\ndone`),
    says: /more text after the JSON value, line 3, column 1/,
  },
  {
    what: "prints two answers",
    command: prints(good + good),
    says: /a second value after the JSON value, line 1/,
  },
  {
    what: "prints half an answer",
    command: shell(`printf '{"observation":{"version":'`),
    says: /ends in the middle/,
  },
  {
    what: "ends inside a text",
    command: shell(`printf '{"observation":{"version":"1.3'`),
    says: /ends in the middle/,
  },
  {
    what: "prints a comma too many",
    command: prints('{"observation":{"version":"1.30",}}'),
    says: /is not JSON, line 1/,
  },
  { what: "prints Python", command: prints("{'observation': None}"), says: /is not JSON, line 1, column 2/ },
  { what: "prints NaN", command: prints('{"observation":{"version":NaN}}'), says: /is not JSON/ },
  {
    what: "begins with a byte order mark",
    command: shell(`printf '\\357\\273\\277'; echo '${good}'`),
    says: /byte order mark/,
  },
  { what: "prints UTF-16", command: shell("printf '\\377\\376{\\000'"), says: /not UTF-8, from byte 1 of/ },
  {
    what: "prints bytes that are no text",
    command: shell(`printf '{"observation":{"version":"\\300"}}'`),
    says: /not UTF-8, from byte 28 of/,
  },
  {
    what: "prints without end",
    command: node("const x = 'x'.repeat(99999); const go = () => process.stdout.write(x, go); go()"),
    says: /it wrote more than 16 megabytes/,
  },
  {
    what: "nests without end",
    command: node("process.stdout.write('['.repeat(1e6))"),
    says: /more than 32 levels/,
  },
  // What it answers
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
  // How it fails
  {
    what: "has an error of a kind of its own",
    command: answers({ error: { kind: "oops", message: "x" } }),
    says: /\/error\/kind is "oops"/,
  },
  {
    what: "says that the run was cancelled",
    command: answers({ error: { kind: "cancelled", message: "x" } }),
    says: /\/error\/kind is "cancelled"/,
  },
  {
    what: "has an error that says nothing",
    command: answers({ error: { kind: "plugin" } }),
    says: /\/error\/message is missing/,
  },
  {
    what: "fails with an error",
    command: shell(`echo '{"error":{"kind":"forbidden","message":"no","hint":"ask"}}'; exit 9`),
    kind: "forbidden",
    says: /^no$/,
  },
  {
    what: "fails with words",
    command: shell("echo one >&2; echo 'cannot reach the lab' >&2; exit 3"),
    says: /^sh ended with exit code 3; its standard error: cannot reach the lab$/,
  },
  {
    what: "fails with a stack",
    command: node("throw new TypeError('lost')"),
    says: /exit code 1; .*TypeError: lost$/,
  },
  { what: "fails without a word", command: shell("exit 1"), says: /exit code 1, and said nothing/ },
  { what: "fails with an observation", command: shell(`echo '${good}'; exit 2`), says: /exit code 2/ },
  {
    what: "fails with a secret",
    command: shell('echo "refused: $LAB_TOKEN" >&2; exit 1'),
    says: /refused: \*\*\*\*$/,
  },
  {
    what: "fails with a secret at the end of a long line",
    command: shell(
      `printf '%0290d %s\\n' 0 "$LAB_TOKEN" >&2; exit 1`.replace("$LAB_TOKEN", "$LAB_TOKEN$LAB_TOKEN"),
    ),
    says: /exit code 1; its standard error: 0+ …$/,
  },
  {
    what: "answers with a secret",
    command: shell('printf \'{"observation":{"version":"1","state":"%s"}}\' "$LAB_TOKEN"'),
    says: /state is "\*\*\*\*"/,
  },
  {
    what: "finds no program",
    command: shell("no-such-program-here"),
    says: /^sh ended with exit code 127: it did not find `no-such-program-here`/,
  },
  {
    what: "finds one that may not be executed",
    command: shell("./not-executable.sh"),
    says: /exit code 126: it may not execute `\.\/not-executable\.sh`/,
  },
  {
    what: "is not there",
    command: ["./absent.py"],
    says: /^\.\/absent\.py failed: there is no such program/,
  },
  { what: "is not in PATH", command: ["no-such-program-here"], says: /there is no such program/ },
  { what: "is written as one word", command: ["sh -c true"], says: /there is no such program/ },
  { what: "may not be executed", command: ["./not-executable.sh"], says: /it may not be executed/ },
  { what: "is a folder", command: ["./"], says: /it may not be executed/ },
  {
    what: "names no interpreter that is there",
    command: ["./no-interpreter.sh"],
    says: /there is no `\/no\/such\/one`, which its first line names/,
  },
  { what: "crashes", command: node("process.kill(process.pid, 'SIGSEGV')"), says: /it was ended by SIGSEGV/ },
];

export const healthy: readonly Sample[] = [
  { what: "ignores its input", command: prints(good), says: /"converged".*"state":"ready"/ },
  { what: "closes its input", command: shell(`exec <&-; echo '${good}'`), says: /"converged"/ },
  {
    what: "is asked in JSON",
    command: node(`let text = "";
process.stdin.on("data", (part) => { text += part; }).on("end", () => {
  const { protocol, action, cluster, config } = JSON.parse(text);
  const version = [protocol, action, cluster.id === "id-2", cluster.properties, config.size].join(" ");
  console.log(JSON.stringify({ observation: { version: "1.30", state: { condition: "ready", raw: version } } }));
})`),
    says: /"1 observe true {2}5"/,
  },
  {
    what: "is asked by its environment",
    command: shell(
      'printf \'{"observation":{"version":"1.30","state":{"condition":"ready","raw":"%s"}}}\' "$UPGRADECTL_PROTOCOL $UPGRADECTL_ACTION $UPGRADECTL_CLUSTER_NAME $UPGRADECTL_CLUSTER_ID"',
    ),
    says: /"1 observe c3 id-3"/,
  },
  { what: "logs much", command: shell(`yes | head -c 3000000 >&2; echo '${good}'`), says: /"converged"/ },
  {
    what: "leaves a child behind that holds its output",
    command: shell(`sleep 300 & echo '${good}'`),
    says: /"converged"/,
  },
  {
    what: "leaves a child behind in a session of its own",
    command: node(`require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 3000)"],
  { detached: true, stdio: ["ignore", "inherit", "inherit"] }).unref(); console.log('${good}')`),
    says: /"converged"/,
  },
  {
    what: "prints a long answer",
    command: node(
      `console.log(JSON.stringify({ observation: { version: "1.30", operations: Array.from({ length: 20000 }, (_, n) => ({ phase: "succeeded", id: "op-" + n, startedAt: "2025-01-31T12:00:00+01:00" })) } }))`,
    ),
    says: /"converged".*2025-01-31T11:00:00Z/,
  },
  {
    what: "tells what is compared",
    command: observes({ properties: { versions: { kubelet: "1.29" }, values: ["b", "a"] } }),
    expect: { versions: { kubelet: "1.30" }, values: ["a", "b"] },
    says: /"behind"/,
  },
  {
    what: "has a file of its own",
    command: ["./own.sh", "1.30"],
    script: { file: "own.sh", text: `#!/bin/sh\nprintf '{"observation":{"version":"%s"}}' "$1"\n` },
    says: /"converged"/,
  },
];
