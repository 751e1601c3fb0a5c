import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  closeFleet,
  connectFleet,
  createPluginLoader,
  IdentityGate,
  type JudgedCluster,
  Redactor,
  readFleet,
  type Surroundings,
  verdictOf,
  waitForFleet,
} from "@upgradectl/core";
import { startSimulator } from "@upgradectl/simulator";
import { type VirtualClock, virtualClock } from "../../packages/core/src/testing/virtual-clock.ts";
import { openWeather } from "./bad-weather.ts";
import { manifestOf, scenarioOf } from "./fleet.ts";

export interface SoakOptions {
  readonly clusters: number;
  /** Of the clock that all go by. */
  readonly minutes: number;
}

/** What is held between two looks, when nothing is under way. */
export interface Sample {
  readonly minute: number;
  readonly heapMb: number;
  readonly sockets: number;
  readonly timers: number;
  /** Those who wait for a time to come. */
  readonly sleepers: number;
  readonly listeners: number;
}

export interface Soak {
  readonly samples: readonly Sample[];
  /** Once everything is closed. */
  readonly left: Omit<Sample, "minute" | "heapMb">;
  readonly verdicts: Readonly<Record<string, number>>;
  /** Clusters that were unread at some look. */
  readonly unreadOnce: number;
  readonly requests: number;
  /** Of each account, by kind. */
  readonly faults: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly signIns: number;
  readonly mistakes: readonly string[];
  readonly tookMinutes: number;
}

const accounts = 2;
/** Real milliseconds, for answers that never come. */
const requestTimeoutMs = 120;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** A gate waits for a fleet under upgrade, over real connections, by a clock of its own. */
export async function runSoak({ clusters, minutes }: SoakOptions): Promise<Soak> {
  const traffic = new Traffic();
  const clock = virtualClock({ whenIdle: () => traffic.whenIdle() });
  const scenario = scenarioOf(clusters, minutes);
  const simulator = await startSimulator({ scenario, now: clock.now });
  const { url } = simulator;
  const { elapsed } = clock;
  const weather = {
    cce: await openWeather({ url, elapsed, requestsPerSecond: 40, shift: 0 }),
    ack: await openWeather({ url, elapsed, requestsPerSecond: 25, shift: 45_000 }),
  };
  const manifest = manifestOf(scenario, { cce: weather.cce.url, ack: weather.ack.url });
  const fleet = await openFleet(JSON.stringify(manifest));
  const surroundings: Surroundings = {
    ...{ clock, env: {}, random: Math.random, redactor: new Redactor(), identities: new IdentityGate() },
    readFile: async () => undefined,
    runProgram: () => Promise.reject(new Error("no program is run here")),
    through: (wire, account) => ({
      close: () => wire.close(),
      send: (message, timeoutMs, cancellation) =>
        traffic.follow(account, wire.send(message, timeoutMs, cancellation)),
    }),
  };
  const connecting = connectFleet(fleet.instances, surroundings, { requestTimeoutMs });
  const { connected, diagnostics } = await clock.run(connecting);
  if (connected === undefined) throw new Error(JSON.stringify(diagnostics));
  const ending = new AbortController();
  const watch = new Watch(clock, ending.signal);
  const judged = await clock.run(
    waitForFleet(fleet.clusters, {
      ...{ connected, clock, redactor: surroundings.redactor, signal: ending.signal },
      ...{ goal: { command: "gate", closeOn: ["action", "pending", "incomplete"] }, stable: 1 },
      deadline: endAfter(minutes, clock, ending),
      onReading: watch.read,
      onPause: watch.pause,
    }),
  );
  const tookMinutes = clock.elapsed() / 60_000;
  const { total, byAction, rejected } = simulator.stats;
  await closeFleet(connected.values());
  await Promise.all([simulator, weather.cce, weather.ack].map((server) => server.close()));
  await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    samples: watch.samples,
    left: heldNow(clock, ending.signal),
    verdicts: Object.fromEntries(countVerdicts(judged)),
    unreadOnce: watch.unread.size,
    ...{ requests: total, tookMinutes },
    faults: { cce: Object.fromEntries(weather.cce.faults), ack: Object.fromEntries(weather.ack.faults) },
    signIns: byAction.KeystoneCreateUserTokenByPassword ?? 0,
    mistakes: rejected.map(({ reason }) => reason).filter((reason) => reason !== "the token has expired"),
  };
}

/** What is under way over real connections. */
class Traffic {
  #inFlight = 0;
  // Before an account's first request, code is loaded.
  readonly #begun = new Set<string>();
  #idle: PromiseWithResolvers<void> | undefined;

  async follow<T>(account: string, work: Promise<T>): Promise<T> {
    this.#begun.add(account);
    this.#inFlight += 1;
    try {
      return await work;
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#idle?.resolve();
    }
  }

  whenIdle(): Promise<void> | undefined {
    if (this.#begun.size < accounts) return new Promise((resolve) => setTimeout(resolve, 1));
    if (this.#inFlight === 0) return undefined;
    this.#idle = Promise.withResolvers();
    return this.#idle.promise;
  }
}

class Watch {
  readonly samples: Sample[] = [];
  readonly unread = new Set<string>();
  readonly #clock: VirtualClock;
  readonly #signal: AbortSignal;
  #looks = 0;

  constructor(clock: VirtualClock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  readonly read = ({ reading }: JudgedCluster): undefined => {
    if (reading.error !== null) this.unread.add(reading.cluster.name);
  };

  readonly pause = (): void => {
    this.#looks += 1;
    if (this.#looks % 5 !== 0) return;
    // After the look's own work has gone.
    setImmediate(() => {
      collectGarbage();
      const minute = Math.round(this.#clock.elapsed() / 6000) / 10;
      const heapMb = process.memoryUsage().heapUsed / 2 ** 20;
      this.samples.push({ minute, heapMb, ...heldNow(this.#clock, this.#signal) });
    });
  };
}

function heldNow(clock: VirtualClock, signal: AbortSignal): Omit<Sample, "minute" | "heapMb"> {
  const resources = process.getActiveResourcesInfo();
  return {
    sockets: resources.filter((name) => name.startsWith("TCPSocket")).length,
    timers: resources.filter((name) => name === "Timeout").length,
    sleepers: clock.sleepers(),
    listeners: getEventListeners(signal, "abort").length,
  };
}

function endAfter(minutes: number, clock: VirtualClock, ending: AbortController): number {
  void clock.alarm(minutes * 60_000, ending.signal).then(
    () => ending.abort(new Error("the time of the soak is over")),
    () => {},
  );
  return clock.now() + minutes * 60_000;
}

async function openFleet(text: string) {
  const loadPlugin = createPluginLoader({ hostUrl: import.meta.resolve("upgradectl/package.json") });
  const files = [{ file: "soak.json", directory: import.meta.dirname, text }];
  const { fleet, diagnostics } = await readFleet(files, { env: {}, loadPlugin });
  if (fleet === null) throw new Error(JSON.stringify(diagnostics));
  return fleet;
}

function countVerdicts(judged: readonly JudgedCluster[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const each of judged) counts.set(verdictOf(each), (counts.get(verdictOf(each)) ?? 0) + 1);
  return counts;
}
