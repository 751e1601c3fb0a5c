import type { Redactor } from "@upgradectl/core";
import { isCi } from "./is-ci.ts";
import { openLiveLines } from "./live-lines.ts";
import type { ProgressFacts } from "./run-progress.ts";
import { chooseColors } from "./views/colors.ts";
import { renderHeartbeat, renderProgress } from "./views/progress.ts";
import type { World } from "./world.ts";

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
  let last: Promise<void> = Promise.resolve();
  const screen = openLiveLines((text) => {
    last = world.stderr.write(text).catch(() => {});
  });
  const paint = chooseColors(color, world.stderr, world.env);
  let before: { readonly lines: number; readonly columns: number } | undefined;
  const end = world.every(redrawMs, () => {
    const { columns = 80, rows = 24 } = world.stderr;
    // The terminal has folded each full line that no longer fits, which the next draw knows nothing of.
    if (before !== undefined && columns < before.columns)
      screen.eraseFolded(before.lines * (Math.ceil(before.columns / columns) - 1));
    const lines = renderProgress(progress, world.clock.now(), { columns, rows, paint });
    screen.draw(lines);
    before = { lines: lines.length, columns };
  });
  return async () => {
    end();
    screen.clear();
    await last;
  };
}

function endOf(end: () => void): () => Promise<void> {
  return async () => end();
}

/** `CI` and `TERM=dumb` are honoured also where a terminal reads. */
function isLive(world: World): boolean {
  return world.stderr.isTty && !isCi(world) && world.env.TERM !== "dumb";
}
