import { type Estimate, formatAge } from "@upgradectl/core";

/** How long it still takes, as a range where its ends differ: `40m`, `35m to 50m`; no finer than an estimate can be. */
export function describeLeft({ earliest, latest }: Estimate, now: number): string {
  const least = round(Date.parse(earliest) - now);
  const most = round(Date.parse(latest) - now);
  return least >= most ? formatAge(most) : `${formatAge(least)} to ${formatAge(most)}`;
}

/** To minutes and at least one, to five of them from half an hour on, to quarters of an hour from five hours on. */
function round(ms: number): number {
  const minutes = Math.max(0, ms) / 60_000;
  const unit = minutes >= 300 ? 15 : minutes >= 30 ? 5 : 1;
  return Math.max(1, Math.round(minutes / unit) * unit) * 60_000;
}
