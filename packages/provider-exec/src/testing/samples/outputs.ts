import { good, node, prints, type Sample, shell } from "./sample.ts";

/** By what they write. */
export const brokenOutputs: readonly Sample[] = [
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
];
