import { Writable } from "node:stream";
import type { Redactor } from "@upgradectl/core";
import type { ProgressFacts } from "./run-progress.ts";
import { chooseColors } from "./views/colors.ts";
import { renderHeartbeat, renderProgress } from "./views/progress.ts";
import type { Output, World } from "./world.ts";

export interface ProgressSettings {
  readonly quiet: boolean;
  readonly color: string;
  /** Whether others write to the terminal while the run lasts, which live lines would be torn by. */
  readonly isShared: boolean;
}

export const heartbeatMs = 30_000;
/** Often enough to look alive, and no first draw in a run that is over before one could be read. */
const redrawMs = 250;

/**
 * Shows on standard error how far the run is: live lines on a terminal, a line every 30 seconds elsewhere. Returns what
 * ends it and leaves the screen as it was.
 */
export async function showProgress(
  progress: ProgressFacts,
  { quiet, color, isShared }: ProgressSettings,
  world: World,
  redactor: Redactor,
): Promise<() => Promise<void>> {
  if (quiet) return async () => {};
  if (isShared || !isLive(world)) {
    return endOf(
      world.every(heartbeatMs, () => {
        // A line that cannot be written is no reason to end a run.
        world.stderr.write(redactor.text(renderHeartbeat(progress, world.clock.now()))).catch(() => {});
      }),
    );
  }
  const { createLogUpdate } = await import("log-update");
  const screen = openScreen(world.stderr);
  // The cursor stays to be seen: whatever ends the process, there is nothing to restore.
  const draw = createLogUpdate(screen.stream, { showCursor: true });
  const paint = chooseColors(color, world.stderr, world.env);
  let before: { readonly lines: number; readonly columns: number } | undefined;
  const end = world.every(redrawMs, () => {
    const { columns = 80, rows = 24 } = world.stderr;
    // The terminal has folded each full line that no longer fits, which the next draw knows nothing of.
    if (before !== undefined && columns < before.columns)
      screen.eraseUp(before.lines * (Math.ceil(before.columns / columns) - 1));
    const lines = renderProgress(progress, world.clock.now(), { columns, rows, paint });
    draw(lines.join("\n"));
    before = { lines: lines.length, columns };
  });
  return async () => {
    end();
    if (before !== undefined) draw.clear();
    await screen.flush();
  };
}

function endOf(end: () => void): () => Promise<void> {
  return async () => end();
}

/** `CI` and `TERM=dumb` are honoured also where a terminal reads. */
function isLive({ stderr, env }: World): boolean {
  const isCi = env.CI !== undefined && env.CI !== "" && env.CI !== "false" && env.CI !== "0";
  return stderr.isTty && !isCi && env.TERM !== "dumb";
}

function openScreen(output: Output) {
  let last: Promise<void> = Promise.resolve();
  const write = (text: string) => {
    last = output.write(text).catch(() => {});
  };
  const stream = new Writable({
    decodeStrings: false,
    write(text, _encoding, done) {
      write(String(text));
      done();
    },
  });
  const size = {
    isTTY: { get: () => true },
    columns: { get: () => output.columns },
    rows: { get: () => output.rows },
  };
  return {
    stream: Object.defineProperties(stream, size),
    eraseUp: (lines: number) => write("\u001b[2K\u001b[1A".repeat(lines)),
    flush: () => last,
  };
}
