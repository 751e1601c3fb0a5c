const offsetMs = 8 * 3_600_000;

/** `2025-04-07T09:57:26+08:00`: clusters and tasks (vendor SDK 7.2.0). */
export function chinaTime(epoch: number): string {
  return `${new Date(epoch + offsetMs).toISOString().slice(0, 19)}+08:00`;
}

/** `2025-04-15T16:33:29.362888807+08:00`: node pools. The clock has only milliseconds of it. */
export function nanosecondTime(epoch: number): string {
  return `${new Date(epoch + offsetMs).toISOString().slice(0, 23)}888807+08:00`;
}

/** `2025-04-11T02:56:02.565982623Z`: checks, and these in UTC (vendor SDK 7.2.0). */
export function nanosecondUtcTime(epoch: number): string {
  return `${new Date(epoch).toISOString().slice(0, 23)}982623Z`;
}

/** `2022-12-15 23:00:00`: stages of a task, without a zone; local time, as everywhere in this API. */
export function zonelessTime(epoch: number): string {
  return new Date(epoch + offsetMs).toISOString().slice(0, 19).replace("T", " ");
}

/** `2015-04-09T11:52:19Z`: when a temporary key expires (as @alicloud/credentials 2.4.7 reads it). */
export function utcTime(epoch: number): string {
  return `${new Date(epoch).toISOString().slice(0, 19)}Z`;
}
