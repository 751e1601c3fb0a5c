import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { parseYaml } from "./recipes.ts";
import { folderWith } from "./run-cli.ts";
import { hasTerminals, runInTerminal, type Terminal } from "./terminal.ts";

type Typed = readonly (readonly [sign: string, keys: string])[];

/** Types each of these once its sign was shown, after the one before. */
function typing(typed: Typed): NonNullable<Terminal["onShown"]> {
  let next = 0;
  let from = 0;
  return (shown, type) => {
    const [sign, keys] = typed[next] ?? [];
    if (sign === undefined || keys === undefined || !shown.slice(from).includes(sign)) return;
    from = shown.length;
    next += 1;
    type(keys);
  };
}

async function initInTerminal(args: string, typed: Typed, env: Terminal["env"] = {}) {
  const cwd = await folderWith({});
  const { code, shown } = await runInTerminal(cwd, `init ${args}`, { env, onShown: typing(typed) });
  const read = async () => parseYaml(await readFile(join(cwd, "upgradectl.yaml"), "utf8"))[0];
  return { code, shown: stripVTControlCharacters(shown), files: await readdir(cwd), read };
}

const providers = "Providers (huawei-cce): ";

describe.skipIf(!hasTerminals)("init in a terminal", () => {
  it("asks for providers and regions", async () => {
    const { code, read, files } = await initInTerminal("", [
      [providers, "huawei-css, 1\r"],
      ["Region of huawei-css (cn-north-4): ", "cn-east-3\r"],
      ["Region of alibaba-ack (cn-hangzhou): ", "\r"],
    ]);
    expect(code).toBe(0);
    expect(files.toSorted()).toEqual(["upgradectl.schema.json", "upgradectl.yaml"]);
    expect(await read()).toMatchObject({
      providers: {
        "huawei-css": { config: { region: "cn-east-3" } },
        "alibaba-ack": { config: { region: "cn-hangzhou" } },
      },
    });
  });

  it("takes what was typed ahead, and asks again where an answer will not do", async () => {
    const { code, shown, read } = await initInTerminal("", [
      [providers, "9\rhuawei-cssx\rhuawei-css\rNorth Pole\rcn-north-1\r"],
    ]);
    expect(code).toBe(0);
    expect(shown).toContain("there is no number 9");
    expect(shown).toContain("did you mean huawei-css?");
    expect(shown).toContain('"North Pole" is not a region of huawei-css');
    expect(await read()).toMatchObject({ providers: { "huawei-css": { config: { region: "cn-north-1" } } } });
  });

  it("asks only what the flags do not say", async () => {
    const { code, shown, read } = await initInTerminal("--provider alibaba-ack", [
      ["Region of alibaba-ack (cn-hangzhou): ", "cn-beijing\r"],
    ]);
    expect(code).toBe(0);
    expect(shown).not.toContain("Providers");
    expect(await read()).toMatchObject({
      providers: { "alibaba-ack": { config: { region: "cn-beijing" } } },
    });
  });

  it.each<[string, Terminal["env"]]>([
    ["--provider huawei-css --region cn-north-1", {}],
    ["--yes", {}],
    ["-y", {}],
    ["", { CI: "true" }],
    ["< /dev/null", {}],
    ["> out.txt", {}],
    ["2> err.txt", {}],
  ])("asks nothing with %j and %j", async (args, env) => {
    const { code, shown, files } = await initInTerminal(args, [], env);
    expect(code).toBe(0);
    expect(shown).not.toContain("): ");
    expect(files).toContain("upgradectl.yaml");
  });

  it("refuses a file that is there before it asks anything", async () => {
    const cwd = await folderWith({ "upgradectl.yaml": "mine" });
    const { code, shown } = await runInTerminal(cwd, "init");
    expect(code).toBe(5);
    expect(shown).toContain("is there already");
    expect(shown).not.toContain(providers);
  });

  it.each<[string, Typed, number, string]>([
    ["Ctrl-C", [[providers, "\u0003"]], 130, "nothing was written"],
    [
      "Ctrl-C at the second question",
      [
        [providers, "\r"],
        ["Region of", "cn\u0003"],
      ],
      130,
      "nothing was written",
    ],
    ["the end of input", [[providers, "\u0004"]], 5, "the input ended before the questions were answered"],
  ])("writes nothing at %s", async (_what, typed, expected, message) => {
    const { code, shown, files } = await initInTerminal("", typed);
    expect({ code, files }).toEqual({ code: expected, files: [] });
    expect(shown).toContain(message);
    expect(shown).not.toContain("    at ");
  });
});
