import { isDeepStrictEqual } from "node:util";
import type { ClusterRef, Connection, ListedCluster } from "@upgradectl/provider-sdk";
import { faultOf } from "../bench/baseline-fault.ts";
import { quickClock, usualTime } from "../bench/quick-clock.ts";
import { describeFailure, describeResult, type Result } from "../bench/result.ts";
import { atOnce, type Connect } from "../bench/session.ts";
import { reverseKeys, reverseLists, withoutOrder } from "../bodies/reorder.ts";
import { Findings } from "../check.ts";
import { allSubjects, ownSubjects, type Plan } from "./plan.ts";
import { jsonOf, type Work, withJson, workOn } from "./probing.ts";
import { isSame } from "./recovery.ts";
import { withShiftedDate } from "./shifted-date.ts";

const yearMs = 365 * 24 * 3_600_000;
const shifts = [
  ["ten years later", 10 * yearMs],
  ["ten years earlier", -10 * yearMs],
] as const;

export const steadinessPlans: readonly Plan[] = [
  {
    id: "same-again",
    title: "the same answers make the same result",
    of: allSubjects,
    wants: "What is observed depends on the answers alone, not on chance, and not on how often was asked.",
    mend: "take random numbers, counters and memories out of what is returned.",
    async run(kit, rule, of) {
      const unstable = new Findings(rule);
      const found = (await kit.baselines()).find(({ subject }) => subject.name === of);
      const fault = found === undefined ? undefined : faultOf(found);
      if (fault?.check === "same-again")
        unstable.add(`${of}: ${fault.seen}${differenceOf(found?.earlier?.value, found?.result.value)}`);
      unstable.conclude();
      await workOn(kit, rule, of, async (work) => {
        const { bench, baseline } = work;
        const session = await bench.stage(baseline.subject);
        try {
          await session.ask(baseline.subject);
          compare(work, "asked a second time", await session.ask(baseline.subject));
        } finally {
          await session.end();
        }
      });
    },
  },
  {
    id: "clock",
    title: "the time that is passed in does not change what is observed",
    of: allSubjects,
    wants: "An observation has no clock in it: the same answers mean the same at any time.",
    mend: "use `context.now` for signatures and for credentials that expire; leave `stalled` and ages to the judge.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async (work) => {
        for (const [name, shift] of shifts) {
          const clock = quickClock(usualTime + shift);
          compare(work, name, (await work.bench.probe(work.baseline.subject, { clock })).result);
        }
      }),
  },
  {
    id: "system-clock",
    title: "the process's own clock is not read",
    of: allSubjects,
    wants: "The time is an argument: a plugin reads neither `Date.now()` nor `new Date()`.",
    mend: "use `context.now` where time matters, and nowhere in what is observed.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async (work) => {
        for (const [name, shift] of shifts) {
          const probe = await withShiftedDate(shift, () => work.bench.probe(work.baseline.subject));
          compare(work, name, probe.result);
        }
      }),
  },
  {
    id: "inputs-untouched",
    title: "nothing that is passed in is changed",
    of: ownSubjects,
    wants: "`config`, `env`, the cluster and its listed row are the host's; others are given the same ones.",
    mend: "copy before you sort, push or assign.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async (work) => {
        const { bench, baseline } = work;
        const { result } = await bench
          .probe(baseline.subject, { wrap: freezeInputs })
          .catch((thrown: unknown) => ({
            result: { verdict: "unknown", value: null, error: describeFailure(thrown) },
          }));
        compare(work, "with frozen inputs", result);
      }),
  },
  {
    id: "list-order",
    title: "the order of lists in the answers does not matter",
    of: allSubjects,
    wants:
      "APIs sort as they please: the order of a list in an answer changes neither the verdict nor what is found.",
    mend: "return all operations and let the judge pick; find by id or time, not by position.",
    run: (kit, rule, of) => tryReordered(kit, rule, of, reverseLists, true),
  },
  {
    id: "key-order",
    title: "the order of keys in the answers does not matter",
    of: allSubjects,
    wants: "JSON objects have no order: the same keys in another order are the same answer.",
    mend: "take members by name, never the first of `Object.keys`.",
    run: (kit, rule, of) => tryReordered(kit, rule, of, reverseKeys, false),
  },
  {
    id: "at-once",
    title: `${atOnce} calls at the same time come to the same`,
    of: ownSubjects,
    wants:
      "One connection observes many clusters at the same time, so calls share nothing that one of them changes.",
    mend: "keep what belongs to a call in variables of that call.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async (work) => {
        const { bench, baseline } = work;
        const session = await bench.stage(baseline.subject);
        try {
          const asking = Array.from({ length: atOnce }, () => session.ask(baseline.subject));
          for (const result of await Promise.all(asking)) compare(work, "at the same time", result);
        } finally {
          await session.end();
        }
      }),
  },
];

function compare({ baseline, findings }: Work, name: string, result: Result): void {
  if (isSame(result, baseline.result)) return;
  const where = differenceOf(baseline.result.value, result.value);
  findings.add(`${baseline.subject.name}, ${name}: ${describeResult(result)}${where}`);
}

/** The first member that differs, for people. */
function differenceOf(a: unknown, b: unknown, path = ""): string {
  if (isDeepStrictEqual(a, b)) return "";
  const isNested = typeof a === "object" && typeof b === "object" && a !== null && b !== null;
  if (!isNested)
    return `; ${path === "" ? "the result" : path} was ${JSON.stringify(a)} and is ${JSON.stringify(b)}`;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    const found = differenceOf(
      Reflect.get(a, key),
      Reflect.get(b, key),
      path === "" ? key : `${path}.${key}`,
    );
    if (found !== "") return found;
  }
  return "";
}

function tryReordered(
  kit: Parameters<typeof workOn>[0],
  rule: Parameters<typeof workOn>[1],
  of: string,
  reorder: (body: unknown) => unknown,
  isListOrder: boolean,
): Promise<void> {
  return workOn(kit, rule, of, async (work) => {
    const { bench, baseline, findings } = work;
    const exchanges = baseline.subject.exchanges.map((exchange) => {
      const body = jsonOf(exchange);
      return body === undefined
        ? exchange
        : { ...exchange, answer: withJson(exchange.answer, reorder(body)) };
    });
    const { result } = await bench.probe({ ...baseline.subject, exchanges });
    if (!isListOrder) return compare(work, "with the keys the other way round", result);
    const isEqual =
      result.verdict === baseline.result.verdict &&
      isDeepStrictEqual(withoutOrder(result.value), withoutOrder(baseline.result.value));
    if (!isEqual)
      findings.add(
        `${of}, with all lists the other way round: ${describeResult(result)}${differenceOf(baseline.result.value, result.value)}`,
      );
  });
}

/** Whoever writes to these is told by an exception, in modules as in strict code. */
const freezeInputs =
  (connect: Connect): Connect =>
  async (context) => {
    const { config, env } = context;
    const connection = await connect({ ...context, config: freeze(config), env: freeze({ ...env }) });
    const observe: Connection["observe"] = (cluster, signal) =>
      connection.observe(freezeCluster(cluster), signal);
    const list = connection.list?.bind(connection);
    return { observe, ...(list === undefined ? {} : { list }) };
  };

function freezeCluster(cluster: ClusterRef): ClusterRef {
  const listed: ListedCluster | undefined = cluster.listed;
  return freeze({ ...cluster, ...(listed === undefined ? {} : { listed: freeze(structuredClone(listed)) }) });
}

function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const item of Object.values(value)) freeze(item);
  return value;
}
