import { describe, expect, it } from "vitest";
import type { CommandLine } from "./command-line.ts";
import { declarations } from "./declarations.ts";
import { parsePlainly } from "./parse-plainly.ts";
import { parseWithYargs } from "./parse-with-yargs.ts";

const about = { name: "upgradectl", version: "1.2.3", node: "24.0.0", platform: "linux", arch: "x64" };

/** What commands see of it: yargs also has the short names, and `undefined` for what was not given. */
function seen(line: CommandLine): unknown {
  if ("print" in line) return line;
  const flags = declarations.find(({ name }) => name === line.run)?.flags ?? {};
  const given = Object.keys(flags).flatMap((name) =>
    line.flags[name] === undefined ? [] : [[name, line.flags[name]]],
  );
  return { ...line, flags: Object.fromEntries(given) };
}

const plain = [
  "--version",
  "check",
  "check fleet.yaml",
  "check a.yaml b/*.yaml -o json --output=ndjson=x.ndjson",
  "gate fleet.yaml -l env=prod,tier!=db --close-on failed,paused --exit-zero",
  "check --cluster a --cluster b --cluster=c* --quiet --timeout 5m",
  "check --concurrency 50 --shard 1/4 1.50 fleet.yaml",
  "validate fleet.yaml --color never -o text",
  "check fleet.yaml --dry-run --post-check --record=recording",
];

const others = [
  "",
  "--help",
  "-v",
  "check -v",
  "check -qv",
  "check -ojson",
  "check -",
  "check --",
  "check -- fleet.yaml",
  "check --quiet --quiet",
  "check --quiet=true",
  "check --output",
  "check --output=",
  "check --timeout --quiet",
  "check --timeout -5",
  "check --no-color",
  "check --cluste a",
  "check --close-on failed",
  "check --cluster 'a'",
  'check --cluster "a',
  "check __proto__ --__proto__ x",
  "check --constructor x",
  "show payments",
  "chek",
  "--version -o json",
  "check --version",
  "check --help",
];

const split = (text: string): readonly string[] => (text === "" ? [] : text.split(" "));

describe("a plain command line", () => {
  it.each(plain)("is read without yargs, to the same end: %s", async (text) => {
    const line = parsePlainly(split(text), about);
    expect(line).toBeDefined();
    if (line !== undefined) expect(seen(line)).toEqual(seen(await parseWithYargs(split(text), about)));
  });

  it.each(others)("is none that yargs has to explain, or reads in ways of its own: %s", (text) => {
    expect(parsePlainly(split(text), about)).toBeUndefined();
  });

  it("never differs from yargs", async () => {
    const pieces = [
      ...[
        "check",
        "gate",
        "validate",
        "show",
        "--version",
        "fleet.yaml",
        "-",
        "--",
        "a b",
        "1.50",
        "0x10",
        "1e3",
      ],
      ...[
        "-o",
        "json",
        "--output=json",
        "-l",
        "a=b",
        "--selector",
        "--cluster",
        "--cluster=x=y",
        "--quiet",
        "-q",
      ],
      ...[
        "--timeout",
        "5m",
        "--timeout=",
        "--dry-run",
        "--retries=0",
        "--color",
        "'x'",
        "",
        "true",
        "false",
        "--wait",
      ],
    ];
    let state = 7;
    const roll = (sides: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * sides);
    };
    let compared = 0;
    for (let round = 0; round < 1_000; round += 1) {
      const first = ["check", "gate", "validate"][roll(3)] ?? "";
      const argv = [first, ...Array.from({ length: roll(5) }, () => pieces[roll(pieces.length)] ?? "")];
      const line = parsePlainly(argv, about);
      if (line === undefined) continue;
      compared += 1;
      const byYargs = await parseWithYargs(argv, about).catch((error: Error) => error.message);
      expect({ argv, line: seen(line) }).toEqual({
        argv,
        line: typeof byYargs === "string" ? byYargs : seen(byYargs),
      });
    }
    expect(compared).toBeGreaterThan(50);
  }, 120_000);
});
