import { rmSync } from "node:fs";

const files = new Set<string>();
let beforeUse = (): void => {};

/** `listen` is called before any is made: from then on no signal may end the process without taking them away. */
export function guardTemporaryFiles(listen: () => void): void {
  beforeUse = listen;
}

/** Keeps in mind what is to be gone when the process ends in the middle of `use`. */
export async function withTemporaryFile(file: string, use: () => Promise<void>): Promise<void> {
  beforeUse();
  files.add(file);
  try {
    await use();
  } finally {
    files.delete(file);
  }
}

/** For an end that waits for nothing any more. */
export function removeTemporaryFiles(): void {
  for (const file of files) rmSync(file, { force: true });
}
