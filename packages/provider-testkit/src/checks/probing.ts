import type { Bench, Probe } from "../bench/bench.ts";
import type { Baseline, Kit, UsedExchange } from "../bench/kit.ts";
import { describeResult } from "../bench/result.ts";
import type { Rule } from "../check.ts";
import { Findings } from "../check.ts";
import { type Answer, type Reply, textOf } from "../cloud/reply.ts";
import type { ScriptedExchange } from "../cloud/script.ts";

/** One check at work on one case. */
export interface Work {
  readonly kit: Kit;
  readonly bench: Bench;
  readonly baseline: Baseline;
  readonly findings: Findings;
}

/** Runs a check on a case that is right in itself. */
export async function workOn(
  kit: Kit,
  rule: Rule,
  of: string,
  work: (work: Work) => Promise<void>,
): Promise<void> {
  const baseline = await kit.soundBaseline(of);
  const bench = await kit.openBench();
  const findings = new Findings(rule);
  try {
    await work({ kit, bench, baseline, findings });
  } finally {
    await bench.close();
  }
  findings.conclude();
}

/** Asks with another reply to one exchange; `times` from the first on, default always. */
export function probeWith(
  { bench, baseline }: Pick<Work, "bench" | "baseline">,
  exchange: ScriptedExchange,
  reply: Reply,
  times: number = Number.POSITIVE_INFINITY,
): Promise<Probe> {
  let left = times;
  return bench.probe(baseline.subject, {
    tamper: (arrival) => {
      if (arrival.exchange !== exchange || left <= 0) return undefined;
      left -= 1;
      return reply;
    },
  });
}

/** A reply with another JSON body. */
export function withJson(answer: Answer, json: unknown): Answer {
  return { ...answer, body: { json } };
}

/** The JSON of an exchange's answer; undefined where it has none. */
export function jsonOf({ answer }: ScriptedExchange): unknown {
  return "json" in answer.body ? answer.body.json : undefined;
}

export function isUnanswered({ arrivals }: Pick<Probe, "arrivals">): boolean {
  return arrivals.some(({ exchange }) => exchange === undefined);
}

/**
 * What no answer whatsoever may lead to: the plugin's failure, "not found" out of the blue, or another verdict than the
 * right one and `unknown`.
 */
export function findLie({ baseline }: Pick<Work, "baseline">, { result }: Probe): string | undefined {
  const seen = describeResult(result);
  if (result.error?.kind === "plugin") return seen;
  if (result.error?.kind === "not-found" && baseline.result.error?.kind !== "not-found")
    return `${seen}, although the API did not say so`;
  if (result.verdict === "unknown" || result.verdict === baseline.result.verdict) return undefined;
  return `${seen}, where only "${baseline.result.verdict}" and "unknown" are true`;
}

/** A verdict that lets a deployment pass. */
export function isGood(verdict: string): boolean {
  return verdict === "converged" || verdict === "succeeded" || verdict === "complete";
}

/**
 * Does the answer decide? It does where another case's answer to the same read makes another verdict. Then the good
 * verdict cannot stand without it.
 */
export async function isDeciding(work: Work, used: UsedExchange): Promise<boolean> {
  if (!isGood(work.baseline.result.verdict)) return false;
  for (const answer of await otherAnswers(work, used)) {
    const { result } = await probeWith(work, used.exchange, answer);
    if (result.verdict !== work.baseline.result.verdict) return true;
  }
  return false;
}

/** What other cases answer to the same read, where that is something else. */
export async function otherAnswers(
  { kit, baseline }: Pick<Work, "kit" | "baseline">,
  { exchange, action }: UsedExchange,
): Promise<readonly Answer[]> {
  const others = (await kit.soundBaselines()).filter(({ subject }) => subject !== baseline.subject);
  const answers = others.flatMap(({ used }) => used.filter((it) => it.action === action));
  const own = textOf(exchange.answer.body);
  return answers
    .map((it) => it.exchange.answer)
    .filter(({ status, body }) => status < 300 && textOf(body) !== own);
}
