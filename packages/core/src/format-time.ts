let last = Number.NaN;
let text = "";

/** Epoch milliseconds as RFC 3339, UTC. Much happens in the same millisecond, and formatting it takes a microsecond. */
export function formatTime(ms: number): string {
  if (ms !== last) {
    text = new Date(ms).toISOString();
    last = ms;
  }
  return text;
}
