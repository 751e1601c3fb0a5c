import { constants, openSync, statSync } from "node:fs";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const againMs = 50;

export function isNamedPipe(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFIFO() === true;
}

/**
 * Opens a named pipe for writing as soon as it has a reader. Asked again and again, because a thread that waits in the
 * system's own `open` keeps Node from ending, also at a second Ctrl-C (24.21).
 */
export async function openPipe(path: string): Promise<Socket> {
  for (;;) {
    try {
      const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
      return new Socket({ fd, readable: false, writable: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENXIO")) throw error;
    }
    await sleep(againMs);
  }
}

/** Waits for a reader, and until it has taken everything. */
export async function writePipe(path: string, text: string | Iterable<string>): Promise<void> {
  const pipe = await openPipe(path);
  await new Promise<void>((done, reject) => {
    pipe.on("error", reject);
    for (const piece of typeof text === "string" ? [text] : text) pipe.write(piece);
    pipe.end(() => done());
  });
}
