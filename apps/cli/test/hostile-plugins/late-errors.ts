import { type Hostile, resisting } from "./hostile.ts";
import { good, never } from "./plugin.ts";

const soon = "await new Promise((done) => setTimeout(done, 50));";

/** In what they throw when nobody waits for it any more. */
export const lateErrors: readonly Hostile[] = [
  {
    what: "throws in a timer",
    observe: `setTimeout(() => { throw new Error("late"); }, 1); ${soon} return ${good};`,
    says: "lost an error, so that what it read cannot be trusted: Error: late",
  },
  {
    what: "throws what resists everything in a timer",
    observe: `setTimeout(() => { throw ${resisting}; }, 1); ${soon} return ${good};`,
    says: "lost an error",
  },
  {
    what: "throws in a timer and never settles",
    observe: `setTimeout(() => { throw "late"; }, 1); ${never}`,
    says: "lost an error, so that what it read cannot be trusted: 'late' was thrown",
  },
  {
    what: "leaves a rejection unhandled as it returns",
    observe: `Promise.reject(new Error("late")); return ${good};`,
    says: "lost an error, so that what it read cannot be trusted: Error: late",
  },
  {
    what: "throws in a tick of its first turn",
    observe: `process.nextTick(() => { throw new Error("late"); }); return ${good};`,
    says: "lost an error, so that what it read cannot be trusted: Error: late",
  },
  {
    what: "leaves a rejection unhandled in a tick of its first turn",
    observe: `process.nextTick(() => { Promise.reject(new Error("late")); }); return ${good};`,
    says: "lost an error, so that what it read cannot be trusted: Error: late",
  },
  {
    what: "throws in a tick while it connects",
    parts: { connect: `process.nextTick(() => { throw new Error("late"); });` },
    observe: `return ${good};`,
    says: "lost an error, so that what it read cannot be trusted: Error: late",
  },
];
