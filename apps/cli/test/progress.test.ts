import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { huawei, manifest, simulate } from "./clouds.ts";
import { folderWith } from "./run-cli.ts";
import { hasTerminals, runInTerminal } from "./terminal.ts";

const target = "v1.29.8-r4";

/** One cluster that is there, and one that is being upgraded without an end. */
async function fleet(latency: string) {
  const operations = [{ to: target, startedAgo: "10m", outcome: "running" }];
  const clusters = [
    { name: "steady", id: "steady", version: target },
    { name: "moving", id: "moving", version: "v1.28.15-r2", operations },
  ] as readonly HuaweiClusterScenario[];
  const simulator = await simulate(huawei(clusters, { latency }));
  const entries = clusters.map(({ name }) => ({
    name,
    id: name,
    provider: "hw",
    targetVersion: target,
  }));
  return folderWith({ "upgradectl.json": manifest(simulator.url, entries) });
}

const endOfDrawing = "\u001b[?2026l";
const live = /of 2 clusters read/;

describe.skipIf(!hasTerminals)("in a terminal", () => {
  it("shows bars while it waits, and takes them off before the result", async () => {
    const { code, shown } = await runInTerminal(await fleet("50ms"), "check --wait 2s");
    expect(code).toBe(3);
    expect(stripVTControlCharacters(shown)).toMatch(/█ 2 of 2 clusters read, next look in \d+s/);
    expect(shown).toContain("moving  ");
    const [result = "", lastDrawn = ""] = shown.split(endOfDrawing).toReversed();
    expect(stripVTControlCharacters(result)).toContain("1 converged");
    expect(result).not.toMatch(live);
    // Two lines, and the one that the cursor is on.
    expect(lastDrawn).toBe("\u001b[?2026h\u001b[2K\u001b[1A\u001b[2K\u001b[1A\u001b[2K\u001b[G");
    expect(shown).not.toContain("\u001b[?25l");
  });

  it("shows none with -q, CI or TERM=dumb", async () => {
    const cwd = await fleet("300ms");
    for (const [args, env] of [
      ["check -q", {}],
      ["check", { CI: "true" }],
      ["check", { TERM: "dumb" }],
    ] as const) {
      const { code, shown } = await runInTerminal(cwd, args, { env });
      expect(code).toBe(3);
      expect(shown).not.toMatch(live);
    }
  });

  it("stops at the first Ctrl-C, and still reports", async () => {
    let typed = false;
    const { code, shown } = await runInTerminal(await fleet("50ms"), "check --wait 60s", {
      onShown: (text, type) => {
        if (typed || !text.includes("2 of 2 clusters read")) return;
        typed = true;
        type("\u0003");
      },
    });
    expect(code).toBe(130);
    expect(stripVTControlCharacters(shown.split(endOfDrawing).at(-1) ?? "")).toMatch(
      /1 converged.*1 upgrading|1 upgrading.*1 converged/su,
    );
  });

  it("leaves at once at the second", async () => {
    // Nobody reads the pipe, so the run hangs before it reports to the terminal.
    const cwd = await fleet("30s");
    expect(spawnSync("mkfifo", ["pipe"], { cwd }).status).toBe(0);
    const startedAt = Date.now();
    let typed = 0;
    const { code, shown } = await runInTerminal(cwd, "check -o text -o json=pipe", {
      onShown: (text, type) => {
        // Then the bars are gone, and the report waits for the pipe's reader.
        const signs = [
          () => stripVTControlCharacters(text).includes("0 of 2 clusters read"),
          () => text.endsWith(`\u001b[2K\u001b[G${endOfDrawing}`),
        ];
        if (signs[typed]?.() !== true) return;
        typed += 1;
        type("\u0003");
      },
    });
    expect(code).toBe(130);
    expect(typed).toBe(2);
    // It went before there was a report to show.
    expect(shown).not.toContain("2 clusters: 2 unknown");
    expect(Date.now() - startedAt).toBeLessThan(20_000);
  });
});
