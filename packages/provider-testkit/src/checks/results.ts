import { isDeepStrictEqual } from "node:util";
import { faultOf } from "../bench/baseline-fault.ts";
import { describePath, membersOf } from "../bodies/leaves.ts";
import { Findings, NothingToCheck } from "../check.ts";
import { allSubjects, caseSubjects, type Plan } from "./plan.ts";
import { workOn } from "./probing.ts";

export const resultPlans: readonly Plan[] = [
  {
    id: "valid-result",
    title: "the result has the form of the contract",
    of: allSubjects,
    wants:
      "An observation has version, state and operations in the contract's words; times are RFC 3339 in UTC and exist; all of it is plain JSON.",
    mend: "use `parseTimestamp` for times, `null` for what is not known, and the words of `phases` and `conditions`.",
    async run(kit, rule, of) {
      const findings = new Findings(rule);
      const baseline = (await kit.baselines()).find(({ subject }) => subject.name === of);
      const fault = baseline === undefined ? undefined : faultOf(baseline);
      if (fault?.check === "valid-result") findings.add(`${of}: ${fault.seen}`);
      const value = baseline?.result.value ?? null;
      for (const { path, value: leaf } of membersOf(value)) {
        const isTime = typeof path.at(-1) === "string" && /At$/.test(String(path.at(-1)));
        if (isTime && typeof leaf === "string" && !isRealTime(leaf))
          findings.add(`${of}: ${describePath(path)} is "${leaf}", a time that does not exist`);
      }
      if (!isDeepStrictEqual(toJson(value), value))
        findings.add(`${of}: a member is lost or changed when it is written as JSON`);
      findings.conclude();
    },
  },
  {
    id: "properties",
    title: "the properties that were asked for are there, and cost nothing when they were not",
    of: (tests) =>
      Object.keys(tests.provider.cluster?.expect ?? {}).length === 0 ? [] : caseSubjects(tests),
    wants:
      "An observation has a value for every name in `cluster.properties`; what only a property needs is not read without it.",
    mend: "fill `properties` by the names that were asked for, with `null` where a value could not be read.",
    async run(kit, rule, of) {
      const forgotten = new Findings(rule);
      const found = (await kit.baselines()).find(({ subject }) => subject.name === of);
      const fault = found === undefined ? undefined : faultOf(found);
      if (fault?.check === "properties") forgotten.add(`${of}: ${fault.seen}`);
      forgotten.conclude();
      await workOn(kit, rule, of, async ({ bench, baseline, findings }) => {
        const { subject } = baseline;
        if (subject.kind !== "observe" || baseline.result.value === null)
          throw new NothingToCheck("the case has no observation");
        const session = await bench.stage(subject);
        try {
          const reference = {
            name: of,
            id: subject.cluster.id,
            with: { ...subject.cluster.with },
            properties: [],
          };
          const observing = session.connection.observe(reference, new AbortController().signal);
          await session.until(`observe() of ${of}`, observing);
          const usual = new Set(baseline.requests.map(({ action }) => action));
          for (const { action } of session.requests)
            if (!usual.has(action))
              findings.add(`${of}: made ${action} only where no property was asked for`);
        } finally {
          await session.end();
        }
      });
    },
  },
];

/** `Date` rolls a day that does not exist over into the next month. */
export function isRealTime(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text.slice(0, 10);
}

function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
