import { Redactor, systemClock } from "@upgradectl/core";
import { describe, expect, it } from "vitest";
import type { ProgressFacts } from "./run-progress.ts";
import { type ProgressSettings, showProgress } from "./show-progress.ts";
import type { World } from "./world.ts";

/** A world whose time passes when it is told to, and what was written to its standard error. */
function worldOf({ isTty = true, env = {} }: { isTty?: boolean; env?: World["env"] } = {}) {
  const written: string[] = [];
  const timers: { readonly ms: number; readonly call: () => void }[] = [];
  const stderr = {
    columns: 80,
    rows: 24,
    isTty,
    write: async (text: string) => {
      written.push(text);
    },
  };
  const world: World = {
    argv: [],
    env,
    cwd: "/",
    stdout: stderr,
    stderr,
    readStdin: async () => "",
    openDialog: undefined,
    tuneEngine: () => {},
    clock: { ...systemClock, now: () => 0 },
    every: (ms, call) => {
      const timer = { ms, call };
      timers.push(timer);
      return () => {
        timers.splice(timers.indexOf(timer), 1);
      };
    },
    runtime: { node: "24.0.0", platform: "linux", arch: "x64" },
    random: () => 0,
    onStop: () => () => {},
    onIdle: () => () => {},
    onStray: () => () => {},
  };
  const pass = (ms: number) => {
    for (const timer of timers) for (let left = ms; left >= timer.ms; left -= timer.ms) timer.call();
  };
  return { world, stderr, written, timers, pass };
}

const facts: ProgressFacts = {
  counts: () => ({ clusters: 4, read: 2, ok: 2, action: 0, pending: 0, incomplete: 0 }),
  running: () => [{ name: "hidden-word", done: 0.25, doing: "", estimate: null }],
  untilNextLook: () => null,
  isStopping: false,
};
const settings: ProgressSettings = { quiet: false, color: "never", isShared: false };

function show(world: World, changes: Partial<ProgressSettings> = {}, redactor = new Redactor()) {
  return showProgress(facts, { ...settings, ...changes }, world, redactor);
}

describe("progress", () => {
  it("is drawn on a terminal, and taken off it in the end", async () => {
    const { world, written, timers, pass } = worldOf();
    const hide = await show(world);
    expect(written).toEqual([]); // a run that is over at once shows nothing
    pass(500);
    expect(written).toHaveLength(1); // the same again is not drawn again
    expect(written[0]).toContain("2 of 4 clusters read");
    await hide();
    expect(timers).toEqual([]);
    expect(written.at(-1)).toContain("\u001b[2K\u001b[1A\u001b[2K\u001b[1A\u001b[2K");
    expect(written.join("")).not.toContain("\u001b[?25l");
  });

  it("erases what the terminal folded where it got narrower", async () => {
    const { world, stderr, written, pass } = worldOf();
    const hide = await show(world);
    pass(250);
    stderr.columns = 40;
    pass(250);
    await hide();
    // Two lines of up to 80 columns are up to four of 40.
    expect(written[1]).toBe("\u001b[2K\u001b[1A".repeat(2));
  });

  it("leaves the screen alone where nothing was drawn", async () => {
    const { world, written } = worldOf();
    await (await show(world))();
    expect(written).toEqual([]);
  });

  it.each<[string, Parameters<typeof worldOf>[0], Partial<ProgressSettings>]>([
    ["no terminal", { isTty: false }, {}],
    ["CI", { env: { CI: "true" } }, {}],
    ["TERM=dumb", { env: { TERM: "dumb" } }, {}],
    ["a terminal that others write to", {}, { isShared: true }],
  ])("is a line every 30 seconds with %s", async (_what, surroundings, changes) => {
    const { world, written, timers, pass } = worldOf(surroundings);
    const hide = await show(world, changes);
    pass(29_999);
    expect(written).toEqual([]);
    pass(60_000);
    await hide();
    expect(timers).toEqual([]);
    expect(written).toHaveLength(2);
    for (const line of written) expect(line).toMatch(/^2 of 4 clusters read \(2 ok\); [^\n]*\n$/);
  });

  it("is nothing when quiet", async () => {
    for (const isTty of [true, false]) {
      const { world, written, timers } = worldOf({ isTty });
      await (await show(world, { quiet: true }))();
      expect([...written, ...timers]).toEqual([]);
    }
  });

  it("holds no secret", async () => {
    const redactor = new Redactor();
    redactor.add("hidden-word");
    const { world, written, pass } = worldOf({ isTty: false });
    await show(world, {}, redactor);
    pass(30_000);
    expect(written.join("")).toContain("clusters read");
    expect(written.join("")).not.toContain("hidden-word");
  });
});
