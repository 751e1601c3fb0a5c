import type { UsedExchange } from "../bench/kit.ts";
import { describeResult } from "../bench/result.ts";
import type { Subject } from "../bench/subject.ts";
import { describePath, leavesOf, type Path, replaceAt } from "../bodies/leaves.ts";
import { jsonReply } from "../cloud/reply.ts";
import { allSubjects, type Plan } from "./plan.ts";
import { jsonOf, probeWith, type Work, withJson, workOn } from "./probing.ts";

export const identityPlans: readonly Plan[] = [
  {
    id: "another-subject",
    title: "an answer about another cluster or operation is no answer",
    of: allSubjects,
    wants:
      "Caches and proxies mix answers up: an answer that names another cluster, or another operation, than was asked for is an error.",
    mend: "hold the id in the answer against the one that was asked for, by `requireSame`; if the field repeats another thing's id, name it in `selectors`, by its action.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async (work) => {
        for (const used of work.baseline.used) {
          if (used.isSignIn || used.exchange.answer.status >= 300) continue;
          const named = namedIn(work, used);
          if (named.length > 0 && (await isNeeded(work, used))) await tryAnother(work, used, named);
        }
      }),
  },
];

interface NamedId {
  readonly path: Path;
  readonly id: string;
}

/** Of the ids that were asked for, those that the answer says it is about. */
function namedIn({ baseline, kit }: Work, { exchange, action }: UsedExchange): readonly NamedId[] {
  const asked = askedOf(baseline.subject);
  const selectors = kit.tests.selectors?.[action] ?? [];
  return leavesOf(jsonOf(exchange)).flatMap(({ path, value }) => {
    // The items of a list are told apart by the provider: another id there is another item.
    const isOfItem = path.some((key) => typeof key === "number");
    const isNamed = typeof value === "string" && asked.has(value.toLowerCase());
    return isNamed && !isOfItem && !selectors.includes(describePath(path)) ? [{ path, id: value }] : [];
  });
}

/** Without a detail that is for people alone, all is the same. */
async function isNeeded(work: Work, { exchange }: UsedExchange): Promise<boolean> {
  const { result } = await probeWith(work, exchange, jsonReply(500, {}));
  return result.error !== null || result.verdict !== work.baseline.result.verdict;
}

/** The cluster, and what its `with` pins. */
function askedOf(subject: Subject): ReadonlySet<string> {
  if (subject.kind === "list") return new Set();
  const { id, with: pinned = {} } = subject.cluster;
  const texts = [id, ...Object.values(pinned)].filter((value) => typeof value === "string");
  return new Set(texts.map((text) => text.toLowerCase()));
}

/** An answer that was mixed up is about another one in each of its ids. */
async function tryAnother(work: Work, used: UsedExchange, named: readonly NamedId[]): Promise<void> {
  const { baseline, findings } = work;
  const body = named.reduce(
    (changed: unknown, { path, id }) => replaceAt(changed, path, anotherId(id)),
    jsonOf(used.exchange),
  );
  const { result } = await probeWith(work, used.exchange, withJson(used.exchange.answer, body));
  if (result.error !== null || result.verdict === "unknown") return;
  const places = named.map(({ path, id }) => `"${anotherId(id)}" in ${describePath(path)}`).join(" and ");
  findings.add(`${baseline.subject.name}, with ${places} of ${used.action}: ${describeResult(result)}`);
}

/** One of the same form: with another last letter or digit. */
function anotherId(id: string): string {
  const changed = id.replace(/[a-z0-9](?=[^a-z0-9]*$)/i, (sign) => {
    if (/\d/.test(sign)) return String((Number(sign) + 1) % 10);
    return /[a-f]/i.test(sign) ? (/[aA]/.test(sign) ? "b" : "a") : "x";
  });
  return changed.toLowerCase() === id.toLowerCase() ? `${id}x` : changed;
}
