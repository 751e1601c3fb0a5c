import type { ErrorKind } from "@upgradectl/provider-sdk";
import type { Kit, UsedExchange } from "../bench/kit.ts";
import { describeResult } from "../bench/result.ts";
import type { Rule } from "../check.ts";
import { jsonReply, type Reply, textOf, textReply } from "../cloud/reply.ts";
import { allSubjects, type Plan } from "./plan.ts";
import { findLie, isDeciding, isUnanswered, probeWith, type Work, workOn } from "./probing.ts";

/** Something that may come in place of an answer. */
interface Fault {
  readonly id: string;
  /** For people: "a 403". */
  readonly name: string;
  readonly reply: (used: UsedExchange) => Reply | undefined;
  /** What an error must be called then. */
  readonly kinds: readonly ErrorKind[];
}

const html = "<!doctype html><html><body><h1>Sign in</h1><form action=/login></form></body></html>";
const page = (status: number) => textReply(status, html, "text/html; charset=utf-8");
const json = (id: string, name: string, value: unknown): Fault => ({
  ...{ id, name, kinds: ["unexpected-response"] as const },
  reply: () => jsonReply(200, value),
});

const faults: readonly Fault[] = [
  { id: "401", name: "a 401", reply: () => page(401), kinds: ["unauthenticated"] },
  { id: "403", name: "a 403", reply: () => page(403), kinds: ["forbidden"] },
  { id: "404", name: "a bare 404", reply: () => page(404), kinds: ["unavailable", "unexpected-response"] },
  { id: "429", name: "a 429", reply: () => page(429), kinds: ["rate-limited"] },
  {
    id: "429-with-advice",
    name: "a 429 that asks to wait",
    reply: () => ({ ...page(429), headers: { "content-type": "text/html", "retry-after": "7" } }),
    kinds: ["rate-limited"],
  },
  { id: "500", name: "a 500", reply: () => page(500), kinds: ["unavailable"] },
  { id: "503", name: "a 503", reply: () => page(503), kinds: ["unavailable"] },
  { id: "broken", name: "a connection that breaks", reply: () => "break", kinds: ["network"] },
  { id: "html", name: "a web page with status 200", reply: () => page(200), kinds: ["unexpected-response"] },
  {
    id: "truncated",
    name: "half of the JSON",
    // Of a refusal half is as good as none: that is a bare one.
    reply: ({ exchange: { answer } }) =>
      answer.status >= 400 ? undefined : { ...answer, body: { text: halfOf(textOf(answer.body)) } },
    kinds: ["unexpected-response"],
  },
  json("empty-object", "`{}`", {}),
  json("empty-list", "`[]`", []),
  json("null", "`null`", null),
];

export const answerPlans: readonly Plan[] = faults.map((fault) => ({
  id: `answer-${fault.id}`,
  title: `${fault.name} in place of any answer`,
  of: allSubjects,
  wants: `With ${fault.name} in place of an answer that is needed, there is an error of kind "${fault.kinds.join('" or "')}", never another verdict and never "not found".`,
  mend: "let the ProviderError of the read pass; use `readOptional` only for what decides nothing, `parseBody` for shapes, and name errors in `readError` by the vendor's own codes.",
  run: (kit, rule, of) => tryFault(kit, rule, of, fault),
}));

function tryFault(kit: Kit, rule: Rule, of: string, fault: Fault): Promise<void> {
  return workOn(kit, rule, of, async (work) => {
    for (const used of work.baseline.used) {
      const reply = fault.reply(used);
      if (reply === undefined || isSameReply(used, reply)) continue;
      const seen = await judgeFault(work, used, fault, reply);
      if (seen !== undefined)
        work.findings.add(`${of}, with ${fault.name} to ${used.exchange.label}: ${seen}`);
    }
  });
}

async function judgeFault(
  work: Work,
  used: UsedExchange,
  fault: Fault,
  reply: Reply,
): Promise<string | undefined> {
  const probe = await probeWith(work, used.exchange, reply);
  const { result } = probe;
  const lie = findLie(work, probe) ?? findHasty(work, used, result.error?.kind);
  if (lie !== undefined) return lie;
  if (result.verdict === work.baseline.result.verdict && result.verdict !== "unknown")
    return (await isDeciding(work, used))
      ? `${describeResult(result)}, although this answer decides`
      : undefined;
  const { error } = result;
  if (error === null || !tellsKind(work, used) || isUnanswered(probe)) return undefined;
  if (fault.kinds.includes(error.kind) || error.kind === work.baseline.result.error?.kind) return undefined;
  return describeResult(result);
}

/**
 * Is it certain whose error it would be? What a sign-in answers means what its vendor says, and another answer may be a
 * refusal by itself.
 */
function tellsKind({ baseline }: Work, used: UsedExchange): boolean {
  const refusals = baseline.used.filter(({ exchange }) => exchange.answer.status >= 400);
  return !used.isSignIn && refusals.length === 0;
}

/**
 * "Not found" without the answer that says so. A 404 of the vendor's says it alone; where there is none, all answers
 * together do.
 */
function findHasty({ baseline }: Work, used: UsedExchange, kind: ErrorKind | undefined): string | undefined {
  if (kind !== "not-found") return undefined;
  const saying = baseline.used.filter(({ exchange }) => exchange.answer.status === 404);
  const isNeeded = saying.length === 0 ? !used.isSignIn : saying.length === 1 && saying[0] === used;
  return isNeeded ? `an error of kind "not-found", although the answer that says so never came` : undefined;
}

function isSameReply({ exchange }: UsedExchange, reply: Reply): boolean {
  if (typeof reply === "string") return false;
  const { status, body } = exchange.answer;
  return reply.status === status && textOf(reply.body) === textOf(body);
}

function halfOf(text: string): string {
  return text.slice(0, Math.max(1, Math.floor(text.length / 2)));
}
