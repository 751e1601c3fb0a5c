import { describe, expect, it } from "vitest";
import { folderWith } from "../../test/run-cli.ts";
import { complete } from "./complete.ts";

const fleet = `apiVersion: upgradectl.dev/v1
kind: Fleet
providers:
  hw-beijing: { source: huawei-cce, config: { region: cn-north-4 } }
defaults: { provider: hw-beijing, targetVersion: "1.30" }
x-prod: &prod { env: prod, tier: 1 }
clusters:
  - { name: payments, id: p-1, labels: *prod }
  - { name: orders eu, id: o-1, labels: { env: dev, "no key": "a, b", team: core } }
  - { name: "search:eu", id: o-2, labels: { <<: *prod, env: "not a=value" } }
`;

async function candidates(words: readonly string[], cwd: string): Promise<readonly string[]> {
  const written: string[] = [];
  const write = async (text: string) => void written.push(text);
  const stdout = { write, isTty: false, columns: undefined, rows: undefined };
  const readStdin = async () => expect.fail("standard input is the shell's");
  expect(await complete(words, { cwd, env: {}, readStdin, stdout })).toBe(0);
  const lines = written.join("").split("\n");
  return lines.flatMap((line) => (line === "" ? [] : [line.replace(/(?<=.)\t.*/, "")]));
}

describe("candidates", () => {
  it.each<[string[], string[]]>([
    [["ch"], ["check"]],
    [["bogus", ""], []],
    [
      ["init", "--"],
      [
        "--provider",
        "--region",
        "--yes",
        "--force",
        "--color",
        "--quiet",
        "--verbose",
        "--help",
        "--version",
      ],
    ],
    [["init", "--force", "--f"], []],
    [["check", "-o", "json", "--out"], ["--output"]],
    [
      ["check", "--color", ""],
      ["auto", "always", "never"],
    ],
    [
      ["check", "--color=a"],
      ["--color=auto", "--color=always"],
    ],
    [["-o", "json", "val"], ["validate"]],
    [
      ["show", "-o", ""],
      ["text", "json"],
    ],
    [["check", "-oju"], ["-ojunit"]],
    [["check", "-o", "json=re"], ["\tjson="]],
    [["check", "--output=json=re"], ["\t--output=json="]],
    [["check", "--fail-on", "fai"], ["failed"]],
    [["gate", "--close-on=failed,pa"], ["--close-on=failed,paused"]],
    [["check", "--close-on", "pa"], ["\t"]],
    [["check", "--wait", ""], []],
    [["check", "fl"], ["\t"]],
    [["check", "--", "--c"], ["\t"]],
    [
      ["show", ""],
      ["payments", "orders eu", "search:eu"],
    ],
    [["show", "payments", ""], ["\t"]],
    [["check", "--cluster", "pay"], ["payments"]],
    [["check", "--cluster=o"], ["--cluster=orders eu"]],
    [
      ["check", "-l", ""],
      ["env", "tier", "team", "env=prod", "env=dev", "tier=1", "team=core"],
    ],
    [
      ["check", "-l", "en"],
      ["env", "env=prod", "env=dev"],
    ],
    [
      ["gate", "--selector=env="],
      ["--selector=env=prod", "--selector=env=dev"],
    ],
    [["check", "-lenv=d"], ["-lenv=dev"]],
    [
      ["check", "-l", "env=prod,t"],
      ["env=prod,tier", "env=prod,team", "env=prod,tier=1", "env=prod,team=core"],
    ],
    [["check", "-l", "env=prod,env=p"], []],
    [["check", "-l", "env!=p"], ["env!=prod"]],
    [["check", "-l", "env==p"], ["env==prod"]],
    [
      ["check", "-l", "!t"],
      ["!tier", "!team"],
    ],
    [
      ["check", "-o", "json", "-o", ""],
      ["text", "json", "ndjson", "junit", "sarif", "markdown", "html", "github"],
    ],
    [["init", "--provider", "alib"], ["alibaba-ack"]],
    [["discover", "--provider", "hw"], ["hw-beijing"]],
    [
      ["discover", "--provider", "huawei-c"],
      ["huawei-cce", "huawei-cce-autopilot", "huawei-css"],
    ],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [[], []],
  ])("%j", async (words, expected) => {
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const found = await candidates(words, cwd);
    if (words.length === 0) expect(found).toContain("check");
    else expect(found).toEqual(expected);
  });

  it("of labels are none where there are none", async () => {
    const cwd = await folderWith({
      "upgradectl.yaml": "clusters: [{ name: a, labels: [env] }, { name: b, labels: { a: null } }]",
    });
    expect(await candidates(["check", "-l", ""], cwd)).toEqual(["a", "a=null"]);
  });

  it("come from the manifest that the line names", async () => {
    const other = fleet.replace("payments", "ledger");
    const cwd = await folderWith({ "upgradectl.yaml": fleet, "other.yaml": other });
    expect(await candidates(["check", "other.yaml", "--cluster", "l"], cwd)).toEqual(["ledger"]);
  });

  it.each([
    ["is broken", "clusters: [{ name: payments"],
    ["is of another shape", "clusters: { name: payments }"],
    ["is no object", "payments"],
    ["is empty", ""],
    [
      "has names that are none",
      'clusters: [null, { name: 1 }, { name: "" }, { name: "a\\nb" }, { name: "${A}" }]',
    ],
  ])("of names are none where the manifest %s", async (_, text) => {
    const cwd = await folderWith({ "upgradectl.yaml": text });
    expect(await candidates(["show", ""], cwd)).toEqual([]);
  });

  it("of names are none where there is no manifest, and of standard input", async () => {
    const cwd = await folderWith({});
    expect(await candidates(["show", ""], cwd)).toEqual([]);
    expect(await candidates(["check", "-", "--cluster", ""], cwd)).toEqual([]);
    expect(await candidates(["discover", "--provider", "al"], cwd)).toEqual(["alibaba-ack"]);
  });
});
