import { describe, expect, it } from "vitest";
import { expectMistake, type Mistake, placesOf, read } from "../../testing/healthy-manifest.ts";

const mistakes: readonly Mistake[] = [
  [
    "duplicate key",
    ["    id: b4b9e60f", "    id: b4b9e60f\n    id: x"],
    "22:5 duplicate-key",
    /one of the two/,
  ],
  [
    "duplicate provider",
    ["defaults:", "  acme-north: {}\ndefaults:"],
    "15:3 duplicate-key",
    /one of the two/,
  ],
  ["list as key", ["providers:", "? [a]\n: 1\nproviders:"], "4:3 bad-key", /Rename/],
  ["unknown alias", ["v1.29.8-r4", "*nowhere"], "22:20 unresolved-alias", /anchor/],
  ["merge of a text", ["    stalledAfter: 2h", "    <<: text"], "26:5 bad-merge", /alias/],
  ["unknown tag", ["v1.29.8-r4", "!ref x"], "22:20 yaml-syntax", /tag/],
  ["tab", ["    id: b4b9e60f", "\tid: b4b9e60f"], "21:1 yaml-syntax", /spaces/],
  ["open quote", ["id: c5c0f71a", 'id: "c5c0f71a'], "28:9 yaml-syntax", /quote/],
  ["open bracket", ["[north-1c]", "[north-1c"], "25:44 yaml-syntax", /bracket/],
  ["a line too far in", ["    id: b4b9e60f", "     id: b4b9e60f"], "20:11 yaml-syntax", /Align/],
  ["a line too far out", ["    id: b4b9e60f", "   id: b4b9e60f"], "21:1 yaml-syntax", /./],
  ["a colon in a text", ["id: b4b9e60f", "id: b4: x"], "21:9 yaml-syntax", /quotes/],
  ["no space after the colon", ["name: search", "name:search"], "27:5 yaml-syntax", /space/],
];

describe("each mistake in YAML gives one diagnostic that mends it", () => {
  it.each(mistakes)("%s", async (_, change, place, hint) => {
    await expectMistake(change, place, hint);
  });
});

describe("a document that is none", () => {
  it.each([
    ["", "1:1 empty-manifest"],
    ["# nothing\n", "1:1 empty-manifest"],
    ["---\n---\n", "1:1 empty-manifest"],
    ["~", "1:1 empty-manifest"],
    ["hello", "1:1 not-a-mapping"],
    ["apiVersion:upgradectl.dev/v1\nkind:Fleet\n", "1:1 not-a-mapping"],
    ["\n- a\n- b\n", "2:1 not-a-mapping"],
  ])("%j", async (text, place) => {
    expect(placesOf((await read(text)).diagnostics)).toEqual([place]);
  });
});
