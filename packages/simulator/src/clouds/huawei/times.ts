/**
 * A time as CCE writes it: Go's `time.String()`, microseconds without trailing zeros. The scenario's clock has only
 * milliseconds; the rest is filled with digits that depend on the time alone.
 */
function goTime(epoch: number, offsetMs: number, zone: string): string {
  const whole = Math.floor(epoch);
  const iso = new Date(whole + offsetMs).toISOString();
  const fraction = `${iso.slice(20, 23)}${String((whole * 31) % 1000).padStart(3, "0")}`.replace(/0+$/, "");
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction === "" ? "" : `.${fraction}`} ${zone}`;
}

/** Workflows, clusters and conditions: `2023-11-25 06:32:34.923248 +0000 UTC` (vendor's sample, 2024-11). */
export function utcTime(epoch: number): string {
  return goTime(epoch, 0, "+0000 UTC");
}

/** Upgrade tasks: `2022-12-16 13:40:20.75671 +0800 CST` (vendor's sample, 2024-11). */
export function chinaTime(epoch: number): string {
  return goTime(epoch, 8 * 3_600_000, "+0800 CST");
}

/** CSS: `2023-01-05T02:23:39`, in UTC without saying so (vendor's sample, 2025-01). */
export function zonelessTime(epoch: number): string {
  return new Date(epoch).toISOString().slice(0, 19);
}
