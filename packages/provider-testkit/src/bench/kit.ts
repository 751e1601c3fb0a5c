import type { Observation } from "@upgradectl/provider-sdk";
import { NothingToCheck } from "../check.ts";
import { readRecording } from "../cloud/read-source.ts";
import { findExchange, prepareExchange, type ScriptedExchange } from "../cloud/script.ts";
import type { ProviderTests, Source } from "../options.ts";
import { faultOf } from "./baseline-fault.ts";
import { Bench, type Probe } from "./bench.ts";
import { recordSimulator } from "./record-simulator.ts";
import type { Result } from "./result.ts";
import type { ObserveSubject, Subject } from "./subject.ts";
import type { DeclaredCluster } from "./tested-fleet.ts";

/** How a subject goes when nothing is in the way. */
export interface Baseline extends Probe {
  readonly subject: Subject;
  /** Those that were asked for, in the order of the first time. */
  readonly used: readonly UsedExchange[];
  /** Requests without an exchange. */
  readonly unanswered: readonly string[];
  /** What the same came to before; undefined where it was asked once. */
  readonly earlier: Result | undefined;
}

export interface UsedExchange {
  readonly exchange: ScriptedExchange;
  readonly action: string;
  readonly isSignIn: boolean;
}

/** Where no version is known yet. */
const anyVersion = "1.0.0";

/** What all checks of one suite share; everything in it is made when it is first needed. */
export class Kit {
  readonly tests: ProviderTests;
  #subjects: Promise<readonly Subject[]> | undefined;
  #sentByConnect: Promise<readonly string[]> | undefined;
  #baselines: Promise<ReadonlyMap<string, Baseline>> | undefined;

  constructor(tests: ProviderTests) {
    this.tests = tests;
  }

  subjects(): Promise<readonly Subject[]> {
    this.#subjects ??= this.#readSubjects();
    return this.#subjects;
  }

  /** What `connect` has sent by itself. */
  sentByConnect(): Promise<readonly string[]> {
    this.#sentByConnect ??= this.#connectOnly();
    return this.#sentByConnect;
  }

  async #connectOnly(): Promise<readonly string[]> {
    const bench = await this.openBench();
    try {
      const subject = (await this.subjects()).find(({ name }) => name === "healthy");
      const session = await bench.stage(subject ?? { exchanges: [] });
      // What it began without waiting for it is on its way by then.
      await new Promise((resolve) => setTimeout(resolve, 20));
      await session.end();
      const seen = [...session.arrivals, ...session.requests];
      return [...new Set(seen.map(({ method, target }) => `${method} ${target}`))];
    } finally {
      await bench.close();
    }
  }

  /** Of every subject, whatever it came to. */
  async baselines(): Promise<readonly Baseline[]> {
    this.#baselines ??= this.#readBaselines();
    return [...(await this.#baselines).values()];
  }

  /** Of one that came to what it should; else there is nothing to derive from it. */
  async soundBaseline(name: string): Promise<Baseline> {
    const found = (await this.baselines()).find(({ subject }) => subject.name === name);
    if (found === undefined) throw new NothingToCheck(`there is no ${name}`);
    const fault = faultOf(found);
    if (fault !== undefined) throw new NothingToCheck(`${name} itself is not right yet; see ${fault.check}`);
    return found;
  }

  /** Those that came to what they should. */
  async soundBaselines(): Promise<readonly Baseline[]> {
    return (await this.baselines()).filter((baseline) => faultOf(baseline) === undefined);
  }

  /** A bench whose clusters declare what the baselines observed. */
  async openBench(): Promise<Bench> {
    return await this.#openBench(await this.baselines());
  }

  async #openBench(baselines: readonly Baseline[]): Promise<Bench> {
    const declared = baselines.flatMap(({ subject, result }) => declare(subject, observedIn(result.value)));
    return await Bench.open(this.tests, declared);
  }

  async #readSubjects(): Promise<readonly Subject[]> {
    const { cases, list, postCheck } = this.tests;
    const unread: [Subject, Source][] = [];
    for (const [name, it] of Object.entries(cases)) {
      if (typeof it === "string") continue;
      const { expect = {} } = it;
      const properties = it.cluster.properties ?? Object.keys(this.tests.provider.cluster.expect ?? {});
      const cluster = { ...it.cluster, properties };
      unread.push([{ kind: "observe", name, cluster, expect, exchanges: [], isWritten: isWritten(it) }, it]);
    }
    if (list !== undefined)
      unread.push([
        { kind: "list", name: "list", ids: list.ids, exchanges: [], isWritten: isWritten(list) },
        list,
      ]);
    if (postCheck !== undefined) {
      const { cluster, upgrade, phase } = postCheck;
      const facts = { cluster, upgrade, phase, exchanges: [], isWritten: isWritten(postCheck) };
      unread.push([{ kind: "post-check", name: "post-check", ...facts }, postCheck]);
    }
    return await Promise.all(
      unread.map(async ([subject, source]) => ({
        ...subject,
        exchanges: await this.#readExchanges(subject, source),
      })),
    );
  }

  async #readExchanges(subject: Subject, source: Source): Promise<readonly ScriptedExchange[]> {
    if (source.exchanges !== undefined) return source.exchanges.map(prepareExchange);
    if (source.recording !== undefined) return await readRecording(source.recording);
    const declared = declare(subject, undefined);
    const needed = declared.length > 0 ? declared : [anyCluster(this.tests)];
    return await recordSimulator(this.tests, source.simulator, subject, needed);
  }

  async #readBaselines(): Promise<ReadonlyMap<string, Baseline>> {
    const subjects = await this.subjects();
    const declared = subjects.flatMap((subject) => declare(subject, undefined));
    const first = await this.#probeAll(subjects, await Bench.open(this.tests, declared));
    // Once more, against the version and properties that were observed: only then is there a verdict.
    return await this.#probeAll(subjects, await this.#openBench([...first.values()]), first);
  }

  async #probeAll(
    subjects: readonly Subject[],
    bench: Bench,
    earlier?: ReadonlyMap<string, Baseline>,
  ): Promise<ReadonlyMap<string, Baseline>> {
    try {
      const baselines = new Map<string, Baseline>();
      for (const subject of subjects)
        baselines.set(
          subject.name,
          describe(subject, await bench.probe(subject), earlier?.get(subject.name)?.result),
        );
      return baselines;
    } finally {
      await bench.close();
    }
  }
}

function propertiesOf({ cluster }: ObserveSubject): readonly string[] {
  return cluster.properties ?? [];
}

function isWritten(source: Source): boolean {
  return source.exchanges !== undefined;
}

/** Some cluster, for a manifest that only has to have one. */
function anyCluster({ cases }: ProviderTests): DeclaredCluster {
  return { name: "any", cluster: cases.healthy.cluster, targetVersion: anyVersion, expect: {} };
}

function declare(subject: Subject, observed: Observation | undefined): readonly DeclaredCluster[] {
  if (subject.kind === "list") return [];
  const { name, cluster } = subject;
  if (subject.kind === "post-check")
    return [{ name, cluster, targetVersion: subject.upgrade.toVersion, expect: {} }];
  const targetVersion = observed?.version ?? subject.expect.version ?? anyVersion;
  return [{ name, cluster, targetVersion, expect: expectedOf(propertiesOf(subject), observed) }];
}

/** Properties that were observed are expected to stay so. */
function expectedOf(
  names: readonly string[],
  observed: Observation | undefined,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, observed?.properties?.[name] ?? null]));
}

/** The host has checked its shape. */
export function observedIn(value: unknown): Observation | undefined {
  return typeof value === "object" && value !== null && "operations" in value
    ? (value as Observation)
    : undefined;
}

function describe(subject: Subject, probe: Probe, earlier: Result | undefined): Baseline {
  const { requests, arrivals } = probe;
  const used = new Map<ScriptedExchange, UsedExchange>();
  for (const { action, purpose, method, target } of requests) {
    const exchange = findExchange(subject.exchanges, method, target);
    if (exchange !== undefined && !used.has(exchange))
      used.set(exchange, { exchange, action, isSignIn: purpose === "sign-in" });
  }
  const unanswered = arrivals.filter(({ exchange }) => exchange === undefined);
  return {
    ...probe,
    subject,
    earlier,
    used: [...used.values()],
    unanswered: unanswered.map(({ method, target }) => `${method} ${target}`),
  };
}
