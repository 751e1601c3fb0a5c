import { isDeepStrictEqual } from "node:util";
import { hostileText, patience, prove, proveAsync, scale } from "@upgradectl/proof";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify, type ToStringOptions } from "yaml";
import { env, fileOf, healthyText, loadWith } from "../testing/healthy-manifest.ts";
import { readFleet } from "./read-fleet.ts";
import { expand } from "./yaml/expand.ts";

const readText = (text: string, fastPaths: boolean, environment = env) =>
  readFleet([fileOf(text)], { env: environment, loadPlugin: loadWith(), fastPaths });

/** What a manifest can hold: any text but control characters that YAML has no escape for in every style. */
const value = fc.oneof(
  fc.constantFrom(
    "",
    " x ",
    "true",
    "null",
    "1.30",
    "0x1f",
    "~",
    "- a",
    "# no comment",
    "a: b",
    "'",
    '"',
    "{a}",
    "${A}",
    "$$",
    "*a",
    "&b",
    "!t",
    "<<",
    "|",
    ">",
    "日本語",
    "😀",
    "2001-01-01",
    "yes",
    "a\nb\n",
    "\\",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replaceAll("\ufffd", "?")),
);
/** V8 13.6 reads the key `"\n"` as a backslash where an object before had a key that is one. */
const key = value.filter((text) => !["", "<<", "__proto__", "\\"].includes(text));
const id = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,20}$/);
const name = value.filter(
  (text) => text.trim() === text && text !== "" && !/[\p{C}\p{Zl}\p{Zp}\ufffd]/u.test(text),
);
const duration = fc.constantFrom("90s", "30m", "6h", "1h30m", "2d");

const cluster = fc.record(
  {
    name,
    id,
    targetVersion: fc.constantFrom("v1.29.8-r4", "1.30", "1.29.x", ">=1.28 <1.30", "1.28 || 1.30"),
    labels: fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true }),
    with: fc.record(
      { taskId: value, priority: fc.integer({ min: -9, max: 9 }) },
      { requiredKeys: [], noNullPrototype: true },
    ),
    expect: fc.record(
      {
        availabilityZones: fc.array(value, { minLength: 1, maxLength: 3 }),
        nodePools: fc.dictionary(key, fc.constantFrom("1.30", "v1.29"), { noNullPrototype: true }),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    stalledAfter: duration,
    check: fc.record(
      { failOn: fc.subarray(["action", "pending", "incomplete", "behind"], { minLength: 1 }) },
      { noNullPrototype: true },
    ),
  },
  { requiredKeys: ["name", "id", "targetVersion"], noNullPrototype: true },
);
const clusters = fc.uniqueArray(cluster, { minLength: 1, maxLength: 4, selector: (each) => each.name });

function manifestOf(list: readonly unknown[]) {
  const providers = { acme: { config: { region: "north-1" } } };
  return {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    providers,
    defaults: { provider: "acme" },
    clusters: list,
  };
}

/** A dollar sign is written as two, so that none of them expands anything. */
function escaped<T>(data: T): T {
  const double = (text: string) => text.replaceAll("$", () => "$$");
  const walk = (part: unknown): unknown => {
    if (typeof part === "string") return double(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]));
  };
  return walk(data) as T;
}

const yamlStyle: fc.Arbitrary<ToStringOptions> = fc.record(
  {
    defaultStringType: fc.constantFrom(
      "PLAIN",
      "QUOTE_DOUBLE",
      "QUOTE_SINGLE",
      "BLOCK_LITERAL",
      "BLOCK_FOLDED",
    ),
    defaultKeyType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"),
    collectionStyle: fc.constantFrom("any", "block", "flow"),
    indent: fc.constantFrom(1, 2, 4),
    indentSeq: fc.boolean(),
    lineWidth: fc.constantFrom(0, 40, 80),
    flowCollectionPadding: fc.boolean(),
    doubleQuotedAsJSON: fc.boolean(),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const writer = fc.oneof(
  fc.constantFrom(undefined, 2, 3, "\t").map((space) => (data: unknown) => JSON.stringify(data, null, space)),
  fc
    .tuple(
      yamlStyle,
      fc.constantFrom("", "---\n", "# a comment\n", "\ufeff", "%YAML 1.2\n---\n"),
      fc.constantFrom("\n", "\r\n"),
    )
    .map(([style, head, end]) => (data: unknown) => {
      const text = head + stringify(data, { ...style, aliasDuplicateObjects: false });
      // Line ends inside of a text are part of it.
      return end === "\n" || /"[^"]*\n|[|>][-+\d]*\n/.test(text) ? text : text.replaceAll("\n", end);
    }),
);

describe("round trips", () => {
  test("a fleet that is written in any style is the fleet that is read", { timeout: patience }, async () => {
    await proveAsync(
      "manifests in every style",
      fc.asyncProperty(clusters, writer, async (list, write) => {
        const data = escaped(manifestOf(list));
        const text = write(data);
        // The library that writes loses blanks at the edges of some styles.
        fc.pre(isDeepStrictEqual(parse(text), data));
        for (const fastPaths of [true, false]) {
          const { fleet, diagnostics } = await readText(text, fastPaths);
          expect(diagnostics, text).toEqual([]);
          const read = fleet?.clusters.map((each) => [
            each.name,
            each.id,
            each.target.text,
            { ...each.labels },
            each.with,
            each.expect,
            each.failOn,
          ]);
          const written = list.map((each) => [
            each.name,
            each.id,
            each.targetVersion,
            each.labels ?? {},
            each.with ?? {},
            each.expect ?? {},
            each.check?.failOn ?? ["action", "pending", "incomplete"],
          ]);
          expect(read, text).toEqual(written);
        }
      }),
      250,
    );
  });
});

/** What reading came to, as data. */
async function outcomeOf(text: string, fastPaths: boolean) {
  const { fleet, diagnostics, secrets } = await readText(text, fastPaths);
  return {
    names: fleet?.clusters.map((each) => [each.name, each.location, each.labels]),
    diagnostics,
    secrets,
  };
}

const lines = healthyText.split("\n");
const token = fc.oneof(
  hostileText,
  fc.constantFrom(...lines),
  fc.constantFrom(
    ": ",
    "- ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "{",
    "}",
    "[",
    "]",
    ",",
    "? ",
    "&a ",
    "*a",
    "!!str ",
    "|\n",
    ">\n",
    "---\n",
    "...\n",
    "<<: *a\n",
    "# ",
    '"',
    "'",
    "${",
    "}",
    "${A:-",
    "clusters:\n",
    "__proto__: ",
    "%TAG ! x\n",
    "\ufeff",
    "\u0085",
    "\u2028",
    "\ud800",
  ),
);
/** The healthy manifest with pieces in place of some of its lines, or pieces alone. */
const anyText = fc.oneof(
  fc.array(token, { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc
    .array(fc.tuple(fc.nat(lines.length - 1), token, fc.nat(2)), { minLength: 1, maxLength: 3 })
    .map((changes) => {
      const changed = [...lines];
      for (const [at, piece, kind] of changes)
        changed[at] =
          kind === 0
            ? piece
            : kind === 1
              ? `${changed[at]}${piece}`
              : `${/^ */.exec(changed[at] ?? "")?.[0]}${piece}`;
      return changed.join("\n");
    }),
);

test("any text is a fleet or has diagnostics at its lines, for both readers the same", {
  timeout: patience,
}, async () => {
  await proveAsync(
    "any text as a manifest",
    fc.asyncProperty(anyText, async (text) => {
      const found = await outcomeOf(text, true);
      expect(await outcomeOf(text, false)).toEqual(found);
      const isRefused = found.diagnostics.some(({ severity }) => severity === "error");
      expect(found.names === undefined).toBe(isRefused);
      for (const { summary, detail, hint, file, line, column } of found.diagnostics) {
        expect(file).toBe("fleet.yaml");
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length + 1);
        expect(column).toBeGreaterThan(0);
        expect(`${summary}${detail}${hint}`).not.toMatch(/\p{Cc}|\p{Surrogate}|\n {4}at /u);
      }
    }),
    1_200,
  );
});

describe("deep and large documents end early", () => {
  const deep = Math.min(100_000, 15_000 * scale);
  test.each([
    ["open brackets", "[".repeat(deep)],
    ["closed brackets", "[".repeat(deep) + "]".repeat(deep)],
    ["braces", '{"a":'.repeat(deep)],
    ["closed braces", `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`],
    ["dashes", "- ".repeat(deep)],
    ["questions", "? ".repeat(deep)],
    ["flow keys", "{a: ".repeat(deep)],
    ["anchors", "&a ".repeat(deep)],
    ["tags", "!!seq ".repeat(deep)],
    ["quotes", '"'.repeat(deep)],
    ["documents", "---\n".repeat(Math.min(20_000, deep))],
    ["comments", "#\n".repeat(deep)],
    ["expansions", `a: "${"${A}".repeat(deep)}"`],
    ["broken expansions", `a: "${"${}".repeat(deep)}"`],
    ["keys", Array.from({ length: deep }, (_, at) => `k${at}: 1\n`).join("")],
    ["the same key", "a: 1\n".repeat(deep)],
    [
      "clusters of one name",
      `${healthyText}${"  - { name: payments, id: x, targetVersion: '1' }\n".repeat(Math.min(20_000, deep))}`,
    ],
  ])("%s", { timeout: 60_000 }, async (_, text) => {
    const { fleet, diagnostics } = await readText(text, true);
    expect(fleet).toBeNull();
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.every(({ line }) => line !== undefined && line > 0)).toBe(true);
  });

  test("blocks, one deeper than the other", async () => {
    const text = Array.from({ length: 3_000 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("");
    const { fleet, diagnostics } = await readText(text, true);
    expect([fleet, diagnostics[0]?.code]).toEqual([null, "too-deep"]);
  });
});

describe("expansion", () => {
  const variables = { A: "${B}", B: "$$", C: "", D: "x}y", E: "${A:-${B}}" };
  const piece = fc.oneof(
    fc.constantFrom(
      "${A}",
      "${B}",
      "${C}",
      "${D}",
      "${E}",
      "${N:-d}",
      "${C:-e}",
      "${A:?m}",
      "$$",
      "$",
      "{",
      "}",
      "$A",
      "x",
    ),
    hostileText.map((text) => text.replaceAll("$", "")),
  );

  /** The same by a regular expression and the contract's sentences. */
  function expandByContract(text: string): string {
    return text.replace(
      /\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g,
      (whole, variable: string | undefined, operator, rest) => {
        if (variable === undefined) return "$";
        const found: string | undefined = { ...variables }[variable as keyof typeof variables];
        if (found !== undefined && (found !== "" || operator === undefined)) return found;
        return operator === "-" ? rest : whole;
      },
    );
  }

  test("is done once, left to right, and never in what it gave", { timeout: patience }, () => {
    prove(
      "expansion",
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join("");
        const { text: expanded, problems } = expand(text, variables, "`x`");
        if (problems.length === 0) expect(expanded).toBe(expandByContract(text));
      }),
      1_500,
    );
  });
});
