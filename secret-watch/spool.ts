import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const mirror = fileURLToPath(new URL("mirror-writes.cjs", import.meta.url));
let count = 0;

/** A folder in which a child, and whatever it starts, says what it writes. */
export function makeSpool(parent: string): string {
  count += 1;
  const folder = join(parent, `${process.pid}-${count}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The variables by which it says so, in this folder as well as in those that it was given already. */
export function mirrorInto(
  spool: string,
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { NODE_OPTIONS: given, SECRET_WATCH_SPOOL: outer } = env;
  return {
    NODE_OPTIONS: `${given === undefined ? "" : `${given} `}--require ${JSON.stringify(mirror)}`,
    SECRET_WATCH_SPOOL: outer === undefined ? spool : `${outer}${delimiter}${spool}`,
    SECRET_WATCH_PARENT: String(process.pid),
  };
}

/** What processes said that they write, by file; the spool is gone then. */
export function takeSpool(spool: string): {
  readonly processes: number;
  readonly written: ReadonlyMap<string, Buffer[]>;
} {
  const written = new Map<string, Buffer[]>();
  let processes = 0;
  for (const name of readdirSync(spool)) {
    const bytes = readFileSync(join(spool, name));
    processes += 1;
    let at = 0;
    for (let end = bytes.indexOf("\n"); end >= 0; end = bytes.indexOf("\n", at)) {
      const [place, length]: [string, number] = JSON.parse(bytes.toString("utf8", at, end));
      const chunks = written.get(place) ?? [];
      chunks.push(bytes.subarray(end + 1, end + 1 + length));
      written.set(place, chunks);
      at = end + 1 + length;
    }
  }
  rmSync(spool, { recursive: true, force: true });
  return { processes, written };
}
