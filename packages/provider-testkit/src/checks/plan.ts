import { checkPlugin } from "@upgradectl/core";
import type { Kit } from "../bench/kit.ts";
import { Hang } from "../bench/watch.ts";
import { type Check, type CheckOutcome, NothingToCheck, type Rule } from "../check.ts";
import type { ProviderTests } from "../options.ts";

/** A check before it knows its suite. */
export interface Plan extends Rule {
  readonly id: string;
  /** One sentence for people: "a 403 is told as `forbidden`". */
  readonly title: string;
  /** Made once for all, or for each of these. */
  readonly of?: (tests: ProviderTests) => readonly string[];
  /** @param of the case, where the check is made for each */
  readonly run: (kit: Kit, rule: Rule, of: string) => Promise<void>;
}

/** The cases, and the two optional members where the kit was given answers for them. */
export function allSubjects({ cases, list, postCheck }: ProviderTests): readonly string[] {
  return [
    ...caseNames(cases),
    ...(list === undefined ? [] : ["list"]),
    ...(postCheck === undefined ? [] : ["post-check"]),
  ];
}

/** What is asked without the host's help: a post-upgrade check may be made by the host alone. */
export function ownSubjects({ cases, list }: ProviderTests): readonly string[] {
  return [...caseNames(cases), ...(list === undefined ? [] : ["list"])];
}

export function caseSubjects({ cases }: ProviderTests): readonly string[] {
  return caseNames(cases);
}

export function listSubject({ list }: ProviderTests): readonly string[] {
  return list === undefined ? [] : ["list"];
}

function caseNames(cases: ProviderTests["cases"]): readonly string[] {
  return Object.entries(cases).flatMap(([name, it]) => (typeof it === "string" ? [] : [name]));
}

/** The checks that a plan makes. */
export function checksOf(plan: Plan, kit: Kit): readonly Check[] {
  const { id, title, of } = plan;
  const check = (of: string) => runPlan(plan, kit, of);
  if (of === undefined) return [{ id, title, run: () => check("") }];
  return of(kit.tests).map((name) => ({ id, title, of: name, run: () => check(name) }));
}

/** Those that speak of what all others need. */
const basic: ReadonlySet<string> = new Set(["definition", "accepted", "endings"]);
const offline = "connect-sends-nothing";

async function runPlan(plan: Plan, kit: Kit, of: string): Promise<CheckOutcome> {
  const { id } = plan;
  try {
    if (!basic.has(id)) await requireBasics(kit);
    if (!basic.has(id) && id !== offline && (await kit.sentByConnect()).length > 0)
      throw new NothingToCheck(`connect() asks by itself; see ${offline}`);
    await plan.run(kit, plan, of);
    return {};
  } catch (thrown) {
    if (thrown instanceof NothingToCheck) return { skipped: thrown.message };
    if (thrown instanceof Hang) throw thrown.in(of === "" ? id : `${id} [${of}]`);
    throw thrown;
  }
}

async function requireBasics(kit: Kit): Promise<void> {
  if (!("definition" in checkPlugin({ default: kit.tests.provider })))
    throw new NothingToCheck("the provider cannot be loaded yet; see definition");
  try {
    await kit.baselines();
  } catch (thrown) {
    if (thrown instanceof Hang) throw new NothingToCheck("a call does not come to an end; see endings");
    throw new NothingToCheck("the provider cannot be connected yet; see accepted");
  }
}
