import type { Clock } from "../clock.ts";
import type { RecordedAlarm } from "./recording.ts";

interface Sleeper {
  readonly at: number;
  /** Among those of one moment: first answers, then alarms, then who only waited. */
  readonly order: number;
  readonly wake: () => void;
}

interface Alarm extends Sleeper {
  /** When it was meant to ring: who wanted to wake from then on was as late as it was. */
  readonly due: number;
}

const alarmOrder = Number.MAX_SAFE_INTEGER;
const timerOrder = Number.POSITIVE_INFINITY;

/** How late an alarm may have been that did not ring because the run was done. */
const longestLatenessMs = 1000;

/** Turns of the event loop in which nobody asks for anything: whatever could go on without time has done so. */
const quietTurns = 3;

/**
 * The time of a replayed run: it passes only while all who run wait for it to pass, and then at once, up to the next
 * moment that one of them waits for. So the same recording gives the same times on any machine. Alarms ring only where
 * the time of others goes past them: a plugin that is busy, loading a module say, is not late.
 */
export class ReplayClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();
  readonly #alarms = new Set<Alarm>();
  readonly #recorded: readonly RecordedAlarm[];
  #alarmsSet = 0;
  /** Of the turns that are waited for before time passes; zero where nobody counts them. */
  #turnsLeft = 0;
  #held = 0;

  /**
   * @param startedAt epoch milliseconds
   * @param alarms of the run that is replayed: they are set when they were, and ring when they did
   */
  constructor(startedAt: number, alarms: readonly RecordedAlarm[] = []) {
    this.#now = startedAt;
    this.#recorded = alarms;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    // As Node's timers: so also who never waits long gets on.
    return this.until(this.#now + Math.max(ms, 1), timerOrder, signal);
  }

  /** Sleeps up to a moment, in epoch milliseconds; of those who wait for the same, the lowest `order` wakes first. */
  until(at: number, order: number, signal?: AbortSignal): Promise<void> {
    this.#countTurns();
    return wait(this.#sleepers, { at, order }, signal);
  }

  alarm(ms: number, signal?: AbortSignal): Promise<void> {
    const recorded = this.#recorded[this.#alarmsSet];
    this.#alarmsSet += 1;
    if (recorded?.ms !== ms) return this.ringAt(this.#now + Math.max(ms, 0), signal);
    // Programs take time to start, which none of what they wait for shows.
    this.#now = Math.max(this.#now, Date.parse(recorded.setAt));
    const due = Date.parse(recorded.setAt) + ms;
    const at = recorded.rangAt === null ? due + longestLatenessMs : Date.parse(recorded.rangAt);
    return wait(this.#alarms, { due, at, order: alarmOrder }, signal);
  }

  /** An alarm of a moment, in epoch milliseconds. */
  ringAt(at: number, signal?: AbortSignal): Promise<void> {
    return wait(this.#alarms, { due: at, at, order: alarmOrder }, signal);
  }

  /** Nobody sleeps, and nothing else can happen any more: rings the next alarm. False where there is none. */
  ringNext(): boolean {
    const alarm = firstOf(this.#alarms);
    if (alarm === undefined) return false;
    this.#wake(alarm);
    return true;
  }

  /** No time passes during this work, however long it takes. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await work;
    } finally {
      this.#held -= 1;
      if (this.#sleepers.size > 0) this.#countTurns();
    }
  }

  #countTurns(): void {
    const isCounting = this.#turnsLeft > 0;
    this.#turnsLeft = quietTurns;
    if (!isCounting) setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    this.#turnsLeft -= 1;
    if (this.#turnsLeft === 0 && this.#held === 0) {
      this.#pass();
      if (this.#sleepers.size > 0) this.#turnsLeft = quietTurns;
    }
    if (this.#turnsLeft > 0) setImmediate(this.#turn);
  };

  /** To the moment of the first sleeper, or of an alarm before it. One at a time: who wakes may change what comes next. */
  #pass(): void {
    const sleeper = firstOf(this.#sleepers);
    if (sleeper === undefined) return;
    const alarm = firstOf(this.#alarms);
    const isAlarmFirst =
      alarm !== undefined && (sleeper.order === timerOrder ? alarm.due <= sleeper.at : alarm.at < sleeper.at);
    this.#wake(isAlarmFirst ? this.#firstUpTo(alarm) : sleeper);
  }

  /** The alarm, or the answer that came before it. */
  #firstUpTo(alarm: Alarm): Sleeper {
    const answers = [...this.#sleepers].filter(({ order }) => order !== timerOrder);
    return firstOf([...answers, alarm]) ?? alarm;
  }

  #wake(sleeper: Sleeper): void {
    this.#now = Math.max(this.#now, sleeper.at);
    sleeper.wake();
  }
}

function wait<T extends Sleeper>(
  among: Set<T>,
  moment: Omit<T, "wake">,
  signal: AbortSignal | undefined,
): Promise<void>;
function wait(
  among: Set<Sleeper>,
  moment: Omit<Sleeper, "wake">,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const stop = (): void => {
      among.delete(sleeper);
      signal?.removeEventListener("abort", abort);
    };
    const abort = (): void => {
      stop();
      reject(signal?.reason);
    };
    const wake = (): void => {
      stop();
      resolve();
    };
    const sleeper = { ...moment, wake };
    among.add(sleeper);
    signal?.addEventListener("abort", abort);
  });
}

/** The first of those with the earliest moment. Few sleep at a time: as many as requests may be in flight. */
function firstOf<T extends Sleeper>(sleepers: Iterable<T>): T | undefined {
  let first: T | undefined;
  for (const sleeper of sleepers)
    if (
      first === undefined ||
      sleeper.at < first.at ||
      (sleeper.at === first.at && sleeper.order < first.order)
    )
      first = sleeper;
  return first;
}
