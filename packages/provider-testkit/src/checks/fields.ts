import { parseTimestamp } from "@upgradectl/provider-sdk";
import type { Probe } from "../bench/bench.ts";
import type { UsedExchange } from "../bench/kit.ts";
import { describeResult } from "../bench/result.ts";
import {
  deleteAt,
  describePath,
  type Leaf,
  leavesOf,
  membersOf,
  type Path,
  replaceAt,
  valueAt,
} from "../bodies/leaves.ts";
import type { FieldsByAction } from "../options.ts";
import { findMadeUp } from "./made-up-versions.ts";
import { allSubjects, type Plan } from "./plan.ts";
import { findLie, isGood, jsonOf, otherAnswers, probeWith, type Work, withJson, workOn } from "./probing.ts";
import { countUnknown, findMistranslated } from "./raw-words.ts";

/** No API has it among its states. */
const newWord = "upgradectl-testkit-new-word";

/** Verdicts to which something that was seen has vanished. */
const calm: ReadonlySet<string> = new Set([
  "converged",
  "behind",
  "ahead",
  "different",
  "succeeded",
  "complete",
]);

export const fieldPlans: readonly Plan[] = [
  {
    id: "unknown-words",
    title: "a word that the API's documents do not have is never good news",
    of: allSubjects,
    wants:
      "A state outside the documents is the phase or condition `unknown`, with the raw word beside it; it is never taken for another one.",
    mend: 'map the documented words one by one and everything else to "unknown"; if the field says what a thing is and not how it is, name it in `selectors`, by its action.',
    run: (kit, rule, of) =>
      workOn(kit, rule, of, (work) =>
        tryFields(work, (used, body, decides) =>
          leavesOf(body)
            .filter(({ value }) => isWord(value))
            .map(({ path }) => ({
              path,
              name: `the value "${newWord}" in`,
              body: replaceAt(body, path, newWord),
              isMissing: false,
              decides: () => decides(used, path),
            })),
        ),
      ),
  },
  {
    id: "missing-fields",
    title: "a field that is missing or null is never good news",
    of: allSubjects,
    wants:
      "A fact that the answer does not have is an error or a `null`: never an empty list, never a version of the provider's own, never a default that looks healthy.",
    mend: "require in the body's schema what a verdict needs, and let a missing state be `unknown`; if the API's documents say that it leaves the field out where there is nothing, name it in `omitted`, by its action.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, (work) =>
        tryFields(work, (used, body, decides) =>
          membersOf(body)
            .filter(({ path }) => typeof path.at(-1) === "string")
            .flatMap(({ path }) =>
              [
                { name: "no", body: deleteAt(body, path) },
                { name: "null in", body: replaceAt(body, path, null) },
              ].map((change) => ({ ...change, path, isMissing: true, decides: () => decides(used, path) })),
            ),
        ),
      ),
  },
];

interface Change {
  readonly path: Path;
  /** For people. */
  readonly name: string;
  readonly body: unknown;
  readonly isMissing: boolean;
  readonly decides: () => Promise<boolean>;
}

type Decides = (used: UsedExchange, path: Path) => Promise<boolean>;

async function tryFields(
  work: Work,
  changesOf: (used: UsedExchange, body: unknown, decides: Decides) => readonly Change[],
): Promise<void> {
  const decides = rememberDeciding(work);
  for (const used of work.baseline.used) {
    const body = jsonOf(used.exchange);
    if (body === undefined || used.isSignIn) continue;
    for (const change of changesOf(used, body, decides)) {
      const reply = withJson(used.exchange.answer, change.body);
      const probe = await probeWith(work, used.exchange, reply);
      const seen = await judgeChange(work, used, change, probe);
      if (seen !== undefined)
        work.findings.add(
          `${work.baseline.subject.name}, with ${change.name} ${describePath(change.path)} of ${used.action}: ${seen}`,
        );
    }
  }
}

async function judgeChange(
  work: Work,
  used: UsedExchange,
  change: Change,
  probe: Probe,
): Promise<string | undefined> {
  const { result } = probe;
  const before = work.baseline.result;
  if (result.error?.kind === "plugin") return describeResult(result);
  const mistranslated = findMistranslated(result.value, newWord);
  if (mistranslated !== undefined) return mistranslated;
  const madeUp = change.isMissing
    ? findMadeUp(result.value, before.value, answersWith(work, used, change))
    : undefined;
  if (madeUp !== undefined) return madeUp;
  // Said, and then it is the judge who decides whether it matters.
  if (countUnknown(result.value) > countUnknown(before.value)) return undefined;
  if (isExcused(work, used, change)) return undefined;
  if (result.error?.kind === "not-found" && before.error?.kind !== "not-found") return findLie(work, probe);
  if (calm.has(result.verdict) && !calm.has(before.verdict) && before.verdict !== "unknown")
    return `${describeResult(result)}, where "${before.verdict}" and "unknown" are true`;
  if (isGood(result.verdict) && isGood(before.verdict) && (await change.decides()))
    return `${describeResult(result)}, although this field decides`;
  return undefined;
}

/** All bodies of the case, one of them changed. */
function answersWith({ baseline }: Work, changed: UsedExchange, { body }: Change): readonly unknown[] {
  return baseline.used.map((used) => (used === changed ? body : jsonOf(used.exchange)));
}

/** Of a field whose other values, as other cases have them, make other verdicts. */
function rememberDeciding(work: Work): Decides {
  const known = new Map<string, Promise<boolean>>();
  return (used, path) => {
    const key = `${used.exchange.label} ${describePath(path)}`;
    const found = known.get(key) ?? isFieldDeciding(work, used, path);
    known.set(key, found);
    return found;
  };
}

async function isFieldDeciding(work: Work, used: UsedExchange, path: Path): Promise<boolean> {
  const body = jsonOf(used.exchange);
  const own = valueAt(body, path);
  const others = await otherAnswers(work, used);
  const values = new Set(
    others
      .map((answer) => ("json" in answer.body ? valueAt(answer.body.json, path) : undefined))
      .filter((value) => typeof value === typeof own && typeof value !== "object" && value !== own),
  );
  if (typeof own === "string") values.add(newWord);
  for (const value of values) {
    const reply = withJson(used.exchange.answer, replaceAt(body, path, value));
    const { result } = await probeWith(work, used.exchange, reply);
    if (result.error === null && result.verdict !== work.baseline.result.verdict) return true;
  }
  return false;
}

/** Times, ids and what selects say which thing is meant: another value there rightly makes it another thing. */
function isExcused(
  { kit, baseline }: Work,
  { exchange, action }: UsedExchange,
  { path, isMissing }: Pick<Change, "path" | "isMissing">,
): boolean {
  const { selectors, omitted } = kit.tests;
  if (names(selectors, action, path) || (isMissing && names(omitted, action, path))) return true;
  const value = valueAt(jsonOf(exchange), path);
  if (parseTimestamp(value) !== null) return true;
  if (typeof value !== "string" || value === "") return false;
  const { subject } = baseline;
  const pinned =
    subject.kind === "list" ? [] : [subject.cluster.id, ...Object.values(subject.cluster.with ?? {})];
  return pinned.includes(value) || exchange.path.split("/").includes(value);
}

function names(fields: FieldsByAction | undefined, action: string, path: Path): boolean {
  const pattern = describePath(path.map((key) => (typeof key === "number" ? "[]" : key))).replaceAll(
    ".[]",
    "[]",
  );
  return (fields?.[action] ?? []).includes(pattern);
}

/** Not a time, a number or an id: these are no words of a state. */
function isWord(value: Leaf["value"]): boolean {
  return typeof value === "string" && value !== "" && parseTimestamp(value) === null;
}
