import { setImmediate as nextTurn } from "node:timers/promises";
import { type Clock, systemClock } from "@upgradectl/core";
import { CheckFailure, type Rule } from "../check.ts";

/** So long may nothing happen in a call before it counts as hanging, in the machine's milliseconds. */
const patienceMs = 2000;
/** More than the longest list that is played, and than twenty clusters at the same time. */
const mostRequests = 1500;

export const endingRule: Rule = {
  wants: "Every call of a provider comes to an end, whatever the API answers: a run waits for it.",
  mend: "wait for nothing but what the host gives you, settle every promise that you make also where something fails, and give loops a limit.",
};

/** Without a reason each abort makes a `DOMException` with its stack, and there are thousands. */
const over = new Error("the call has ended");

/** A call that would not have ended by itself. */
export class Hang extends Error {
  /** @param check the check in which it hung, as people know it */
  in(check: string): CheckFailure {
    const { wants, mend } = endingRule;
    return new CheckFailure(`${wants}\n  seen:  in ${check}, ${this.message}\n  mend:  ${mend}`);
  }
}

/** Sees what goes on between a provider and the host, and gives up a call in which nothing will happen any more. */
export class Watch {
  readonly #alarm: Clock["alarm"];
  readonly #tooMany = Promise.withResolvers<void>();
  /** A call was given up; what it asks for from then on gets no answer. */
  hasHung = false;
  #underWay = 0;
  #sent = 0;
  #lastAt: number = performance.now();
  #last = "it had asked for nothing";

  constructor(alarm: Clock["alarm"] = systemClock.alarm) {
    this.#alarm = alarm;
  }

  /** One request; while it is under way, somebody else is waited for. */
  async during<T>(request: string, work: () => Promise<T>): Promise<T> {
    if (this.hasHung) return new Promise<never>(() => {});
    this.#sent += 1;
    if (this.#sent > mostRequests) this.#tooMany.resolve();
    this.#underWay += 1;
    this.#last = `the last that it had asked for was ${request}`;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      this.#lastAt = performance.now();
    }
  }

  /**
   * What the call comes to.
   *
   * @param call for people: `observe() of healthy`
   * @throws {Hang}
   */
  async until<T>(call: string, work: Promise<T>): Promise<T> {
    const ended = new AbortController();
    this.#lastAt = performance.now();
    try {
      const circling = this.#tooMany.promise.then(() => {
        throw this.#giveUp(`${call} had not ended after ${mostRequests} requests`);
      });
      return await Promise.race([work, this.#awaitSilence(call, ended.signal), circling]);
    } finally {
      ended.abort(over);
    }
  }

  async #awaitSilence(call: string, ended: AbortSignal): Promise<never> {
    for (;;) {
      await this.#alarm(Math.max(this.#leftMs(), 1), ended);
      // On a busy machine its own turn may be overdue, too.
      await nextTurn();
      await nextTurn();
      ended.throwIfAborted();
      if (this.#leftMs() <= 0)
        throw this.#giveUp(`${call} never ended: for ${patienceMs / 1000} s nothing was under way`);
    }
  }

  #giveUp(seen: string): Hang {
    this.hasHung = true;
    return new Hang(`${seen}; ${this.#last}`);
  }

  /** Until nothing has happened for too long. */
  #leftMs(): number {
    return this.#underWay > 0 ? patienceMs : this.#lastAt + patienceMs - performance.now();
  }
}
