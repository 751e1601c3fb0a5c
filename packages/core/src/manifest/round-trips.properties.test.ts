import { isDeepStrictEqual } from "node:util";
import { patience, proveAsync } from "@upgradectl/proof";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify, type ToStringOptions } from "yaml";
import { readManifest } from "../testing/read-manifest.ts";

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
          const { fleet, diagnostics } = await readManifest(text, fastPaths);
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
