import { describe, expect, it } from "vitest";
import { durationFlag, integerFlag, policyFlag, selectorFlag, single } from "./options.ts";
import { outputFlag } from "./outputs.ts";

describe("selectorFlag", () => {
  const cluster = { labels: { env: "prod", region: "north", tier: "" } } as unknown as Parameters<
    ReturnType<typeof selectorFlag>
  >[0];
  it.each([
    ["env=prod", true],
    ["env==prod", true],
    ["env=dev", false],
    ["env!=dev", true],
    ["env!=prod", false],
    ["missing!=x", true],
    ["missing=x", false],
    ["env", true],
    ["!env", false],
    ["!missing", true],
    ["tier=", true],
    ["env=prod,region=north", true],
    [" env = prod , region != south ", true],
    ["env=prod,region=south", false],
    ["toString", false],
  ])("%s", (text, selected) => {
    expect(selectorFlag(text)(cluster)).toBe(selected);
  });

  it.each([",", "env=prod,", "=x", "a=b=c", "!a=b", "a b"])("refuses %j", (text) => {
    expect(() => selectorFlag(text)).toThrow(/cannot be read/);
  });

  it("goes over a long text once", () => {
    const blanks = " ".repeat(500_000);
    expect(() => selectorFlag(`!${blanks}a${blanks}b`)).toThrow(/cannot be read/);
    expect(selectorFlag(`${blanks}env${blanks}=${blanks}prod${blanks}`)(cluster)).toBe(true);
  });

  it("selects everything without a flag, and joins repeated flags with and", () => {
    expect(selectorFlag(undefined)(cluster)).toBe(true);
    expect(selectorFlag("")(cluster)).toBe(true);
    expect(selectorFlag(["env=prod", "region=south"])(cluster)).toBe(false);
  });
});

describe("flags with values", () => {
  it("reads durations and whole numbers", () => {
    expect(durationFlag("timeout", "1h30m")).toBe(5_400_000);
    expect(integerFlag("retries", "0", 0)).toBe(0);
    expect(durationFlag("timeout", undefined)).toBeUndefined();
  });

  it.each([
    () => durationFlag("timeout", "10"),
    () => durationFlag("timeout", "0s"),
    () => durationFlag("timeout", "-5m"),
    () => integerFlag("concurrency", "0", 1),
    () => integerFlag("concurrency", "1.5", 1),
    () => integerFlag("concurrency", "many", 1),
    () => integerFlag("concurrency", "99999999999", 1),
    () => single("timeout", ["1s", "2s"]),
    () => policyFlag("fail-on", "broken"),
    () => policyFlag("fail-on", ""),
    () => policyFlag("fail-on", " , "),
    () => outputFlag("yaml"),
    () => outputFlag("json="),
    () => outputFlag(["text", "json"]),
    () => outputFlag(["json", "junit", "github"]),
    () => outputFlag(["github", "github"]),
  ])("refuses nonsense %#", (read) => {
    expect(read).toThrow(expect.objectContaining({ name: "UsageError" }));
  });

  it("takes lists of outcomes and verdicts", () => {
    expect(policyFlag("fail-on", "action, stalled")).toEqual(["action", "stalled"]);
    expect(policyFlag("fail-on", ["action", "unknown"])).toEqual(["action", "unknown"]);
  });

  it("keeps text on standard output unless another format owns it", () => {
    expect(outputFlag(undefined)).toEqual([{ format: "text" }]);
    expect(outputFlag("json=-")).toEqual([{ format: "json" }]);
    expect(outputFlag("json=a=b.json")).toEqual([{ format: "text" }, { format: "json", file: "a=b.json" }]);
    expect(outputFlag(["json", "text=t.txt"])).toEqual([
      { format: "json" },
      { format: "text", file: "t.txt" },
    ]);
  });

  it("sends annotations to standard error where another format owns standard output", () => {
    expect(outputFlag("github")).toEqual([{ format: "github" }]);
    expect(outputFlag(["github", "json=r.json"])).toEqual([
      { format: "github" },
      { format: "json", file: "r.json" },
    ]);
    expect(outputFlag(["github", "sarif"])).toEqual([
      { format: "github", toStderr: true },
      { format: "sarif" },
    ]);
    expect(outputFlag("github=a.txt")).toEqual([{ format: "text" }, { format: "github", file: "a.txt" }]);
  });
});
