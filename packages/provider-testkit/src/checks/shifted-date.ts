/** Runs with a process clock that is off by so many milliseconds. Whatever else runs meanwhile sees it, too. */
export async function withShiftedDate<T>(shift: number, run: () => Promise<T>): Promise<T> {
  const real = globalThis.Date;
  class ShiftedDate extends real {
    constructor(...given: readonly (string | number | Date)[]) {
      // The constructor's overloads do not take a list of arguments.
      super(...((given.length === 0 ? [real.now() + shift] : given) as [number]));
    }

    static override now(): number {
      return real.now() + shift;
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
  try {
    return await run();
  } finally {
    globalThis.Date = real;
  }
}
