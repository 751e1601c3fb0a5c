import { formatAge } from "@upgradectl/core";
import widthOf from "fast-string-width";
import type { ProgressFacts, RunningOperation } from "../run-progress.ts";
import type { Paint } from "./colors.ts";
import { describeLeft } from "./describe-left.ts";
import { plainText, plural } from "./plain-text.ts";
import { cut } from "./table.ts";

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

const longestName = 30;
const narrowBar = 10;
const wideBar = 20;

/** The live lines: the whole run, then each operation under way as far as there is room. No line is wider than the screen. */
export function renderProgress(progress: ProgressFacts, now: number, screen: Screen): readonly string[] {
  const { columns, rows } = screen;
  // The last column stays free: some terminals wrap as soon as it is written.
  const width = Math.max(1, columns - 1);
  const bar = columns >= 100 ? wideBar : narrowBar;
  const { read, clusters } = progress.counts();
  const state = [`${read} of ${plural(clusters, "cluster")} read`, ...describeState(progress, now)].join(
    ", ",
  );
  const running = progress.running();
  const room = Math.max(0, Math.min(running.length, rows - 3));
  const names = running.slice(0, room).map(({ name }) => widthOf(shortName(name)));
  const nameWidth = Math.max(0, ...names);
  return [
    line(clusters === 0 ? 1 : read / clusters, state, bar, width, screen.paint),
    ...running
      .slice(0, room)
      .map((each) => line(each.done, describe(each, nameWidth, now), bar, width, screen.paint)),
    ...(running.length > room && rows > 2 ? [cut(`and ${running.length - room} more under way`, width)] : []),
  ];
}

/** One line for logs: how far the run is. */
export function renderHeartbeat(progress: ProgressFacts, now: number): string {
  const { read, clusters, ok, action, pending, incomplete } = progress.counts();
  const found = Object.entries({ ok, action, pending, incomplete }).flatMap(([outcome, count]) =>
    count === 0 ? [] : [`${count} ${outcome}`],
  );
  const counts = found.length === 0 ? "" : ` (${found.join(", ")})`;
  const state = [`${read} of ${plural(clusters, "cluster")} read${counts}`, ...describeState(progress, now)];
  const [first, ...others] = progress.running();
  const more = others.length === 0 ? "" : `; and ${others.length} more under way`;
  const operation =
    first === undefined ? "" : `; ${shortName(first.name)}: ${describeOperation(first, now)}${more}`;
  return `${state.join(", ")}${operation}\n`;
}

function describeState(progress: ProgressFacts, now: number): readonly string[] {
  if (progress.isStopping) return ["stopping; once more Ctrl-C leaves at once"];
  const ms = progress.untilNextLook(now);
  return ms === null ? [] : [`next look in ${formatAge(Math.ceil(ms / 1000) * 1000)}`];
}

function describe(operation: RunningOperation, nameWidth: number, now: number): string {
  const name = shortName(operation.name);
  const padding = " ".repeat(nameWidth - widthOf(name));
  return `${name}${padding}  ${describeOperation(operation, now)}`;
}

function describeOperation({ done, doing, estimate }: RunningOperation, now: number): string {
  const parts = [
    ...(done === null ? [] : [`${Math.floor(clamp(done) * 100)} %`]),
    ...(estimate === null ? [] : [`about ${describeLeft(estimate, now)} left`]),
    ...(doing === "" ? [] : [plainText(doing)]),
  ];
  return parts.length === 0 ? "under way" : parts.join(", ");
}

function line(done: number | null, text: string, bar: number, width: number, paint: Paint): string {
  const full = Math.floor(clamp(done ?? 0) * bar);
  const room = width - bar - 1;
  if (room < 10) return cut(text, width);
  const painted = full === 0 ? "" : paint("green", "█".repeat(full));
  const rest = full === bar ? "" : paint("dim", "░".repeat(bar - full));
  return `${painted}${rest} ${cut(text, room)}`;
}

function shortName(name: string): string {
  return cut(plainText(name.slice(0, 1000)), longestName);
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
