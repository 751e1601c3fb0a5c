import { UndeliveredError, UnwrittenError } from "./usage-error.ts";

/**
 * The exit code of a run that asked clouds, where what it found cannot be delivered: its own, but never one that lets a
 * pipeline go on or try again later.
 */
export function codeUnwritten(own: number): number {
  return own === 0 || own === 3 ? 4 : own;
}

/** Writes what a run found that asked clouds and ends with the code `own`; where one place fails, the others still get it. */
export async function deliver(own: number, writes: readonly (() => Promise<void>)[]): Promise<void> {
  let failed: UnwrittenError | undefined;
  for (const write of writes) {
    const unwritten = await unwrittenBy(write);
    failed ??= unwritten;
  }
  if (failed !== undefined) throw new UndeliveredError(failed.message, codeUnwritten(own));
}

/** Undefined where it was written. */
export async function unwrittenBy(write: () => Promise<void>): Promise<UnwrittenError | undefined> {
  try {
    await write();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof UnwrittenError) return thrown;
    throw thrown;
  }
}
