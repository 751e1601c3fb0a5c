import { isDeepStrictEqual } from "node:util";
import { describeResult, type Result } from "../bench/result.ts";
import { jsonReply, type Reply } from "../cloud/reply.ts";
import { allSubjects, type Plan } from "./plan.ts";
import { findLie, otherAnswers, probeWith, workOn } from "./probing.ts";

const advisedMs = 7000;
/** Between two looks: a failure may be spared to those who ask at the same time (`spareFailures`). */
export const laterMs = 60_000;

/** What passes by itself, and what must not stay. */
export const recoveryPlans: readonly Plan[] = [
  {
    id: "vendor-404",
    title: "the vendor's own 404 in place of any answer",
    of: allSubjects,
    wants:
      'The vendor\'s words for "there is no such cluster", in place of any answer, never lead to another verdict than the right one and `unknown`.',
    mend: "take only the cluster's own read, and operations pinned in `with`, at its word; elsewhere let the error pass.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async (work) => {
        const absent = (await kit.soundBaselines()).find(({ subject }) => subject.name === "absent");
        const answers = (absent?.used ?? []).map(({ exchange }) => exchange.answer);
        for (const answer of answers.filter(({ status }) => status >= 400))
          for (const { exchange, isSignIn } of isAbsent(of) ? [] : work.baseline.used) {
            if (isSignIn) continue;
            const probe = await probeWith(work, exchange, answer);
            const isHonest = probe.result.error?.kind === "not-found";
            const lie = isHonest ? undefined : findLie(work, probe);
            if (lie !== undefined) work.findings.add(`${of}, with it to ${exchange.label}: ${lie}`);
          }
      }),
  },
  {
    id: "passing-failure",
    title: "a failure that passes is ridden out",
    of: allSubjects,
    wants:
      "A 429 (with or without the advice to wait), a 503 or a broken connection that does not come again changes nothing: the host tries again.",
    mend: "do not call it `retryable: false` in `readError`, and leave `once` for metadata services.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async (work) => {
        const { subject, result, used } = work.baseline;
        for (const { exchange, isSignIn } of used) {
          if (isSignIn) continue;
          for (const [name, reply] of passing(subject.kind === "post-check")) {
            const probe = await probeWith(work, exchange, reply, 1);
            const where = `${of}, with ${name} once to ${exchange.label}`;
            if (!isSame(probe.result, result)) work.findings.add(`${where}: ${describeResult(probe.result)}`);
            else if (name.includes("asks") && probe.waited < advisedMs)
              work.findings.add(`${where}: tried again after ${probe.waited} ms`);
          }
        }
      }),
  },
  {
    id: "no-poison",
    title: "a call that failed does not spoil the next one",
    of: allSubjects,
    wants:
      "A connection keeps nothing of a call that failed: once the service is back, the next call goes well.",
    mend: "do not keep a promise that may reject; `shareRead` and `keepFresh` keep successes alone.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async ({ bench, baseline, findings }) => {
        for (const { exchange } of baseline.used)
          for (const reply of [jsonReply(503, {}), "break"] as const) {
            const session = await bench.stage(baseline.subject, {
              tamper: (arrival) => (arrival.exchange === exchange ? reply : undefined),
            });
            try {
              await session.ask(baseline.subject);
              await session.clock.sleep(laterMs);
              session.retell(undefined);
              const again = await session.ask(baseline.subject);
              if (!isSame(again, baseline.result))
                findings.add(
                  `${of}, after ${reply === "break" ? "a broken connection" : "a 503"} to ${exchange.label}: ${describeResult(again)}`,
                );
            } finally {
              await session.end();
            }
          }
      }),
  },
  {
    id: "changed-answer",
    title: "the next call sees what has changed",
    of: allSubjects,
    wants:
      "Each call reads the cluster anew: with `--wait` one connection observes the same cluster many times.",
    mend: "keep credentials and ids between calls, never what was observed.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async (work) => {
        const { bench, baseline, findings } = work;
        for (const used of baseline.used)
          for (const answer of used.isSignIn ? [] : await otherAnswers(work, used)) {
            const tamper = (arrival: { readonly exchange: unknown }) =>
              arrival.exchange === used.exchange ? answer : undefined;
            const fresh = await bench.probe(baseline.subject, { tamper });
            const session = await bench.stage(baseline.subject);
            try {
              await session.ask(baseline.subject);
              await session.clock.sleep(laterMs);
              session.retell(tamper);
              const again = await session.ask(baseline.subject);
              if (again.verdict !== fresh.result.verdict)
                findings.add(
                  `${of}, when ${used.exchange.label} has come to answer otherwise: still ${describeResult(again)}`,
                );
            } finally {
              await session.end();
            }
          }
      }),
  },
];

export function isSame(a: Result, b: Result): boolean {
  return a.verdict === b.verdict && a.error?.kind === b.error?.kind && isDeepStrictEqual(a.value, b.value);
}

function isAbsent(name: string): boolean {
  return name === "absent";
}

/** Of a post-upgrade check only a 429 says that it was not taken. */
function passing(isPostCheck: boolean): readonly (readonly [name: string, reply: Reply])[] {
  const limited = [
    ["a 429", jsonReply(429, {})],
    ["a 429 that asks to wait", jsonReply(429, {}, { "retry-after": String(advisedMs / 1000) })],
  ] as const;
  if (isPostCheck) return limited;
  return [...limited, ["a 503", jsonReply(503, {})], ["a broken connection", "break"]];
}
