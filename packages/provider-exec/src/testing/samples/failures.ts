import { answers, good, node, type Sample, shell } from "./sample.ts";

/** By how they fail. */
export const failures: readonly Sample[] = [
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
