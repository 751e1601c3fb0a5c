import { type Observation, parseTimestamp } from "@upgradectl/provider-sdk";
import { observedIn } from "../bench/kit.ts";
import { describePath, leavesOf, membersOf } from "../bodies/leaves.ts";
import { replaceTimes, shiftTime } from "../bodies/times.ts";
import { caseSubjects, type Plan } from "./plan.ts";
import { jsonOf, type Work, withJson, workOn } from "./probing.ts";
import { isRealTime } from "./results.ts";

const members: ReadonlySet<unknown> = new Set(["startedAt", "updatedAt", "finishedAt"]);

/** Times by their place: `operations[0].startedAt`. */
type Times = ReadonlyMap<string, string>;

export const timePlans: readonly Plan[] = [
  {
    id: "made-up-times",
    title: "every time is one that the API has sent",
    of: caseSubjects,
    wants:
      "`startedAt`, `updatedAt` and `finishedAt` are times of the answers: others where the answers have others, and `null` where they have none.",
    mend: "take each from the field that says it, by `parseTimestamp`, with `null` where there is none and no default; if the API sends a start and a duration, say so in `computedTimes`.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async (work) => {
        const { baseline, findings } = work;
        const report = (times: Times, where: string) => {
          for (const [place, time] of times) findings.add(`${of}: ${place} is "${time}", ${where}`);
        };
        const usual = timesIn(observedIn(baseline.result.value));
        const unsent: Times = kit.tests.computedTimes === undefined ? findUnsent(work, usual) : new Map();
        report(unsent, "which no answer has");
        if (unsent.size > 0) return;
        const later = timesIn(await observeWith(work, shiftTime));
        report(
          new Map([...usual].filter(([place, time]) => later.get(place) === time)),
          "and still is where all times of the answers are later by years",
        );
        for (const [nothing, name] of [
          [null, "null"],
          [undefined, "left out"],
        ] as const) {
          const made = timesIn(await observeWith(work, () => nothing));
          report(made, `where all times of the answers are ${name}`);
        }
      }),
  },
];

/** What is observed where each time of the answers is another one; undefined where that is an error. */
async function observeWith(
  { bench, baseline }: Work,
  change: (time: string | number) => unknown,
): Promise<Observation | undefined> {
  const signIns = new Set(baseline.used.filter(({ isSignIn }) => isSignIn).map(({ exchange }) => exchange));
  const targets = baseline.requests.map(({ target }) => decodeURIComponent(target)).join("\n");
  const exchanges = baseline.subject.exchanges.map((exchange) => {
    const body = jsonOf(exchange);
    if (body === undefined || signIns.has(exchange)) return exchange;
    const changed = replaceTimes(body, (time) => (isIdIn(targets, time) ? time : change(time)));
    return { ...exchange, answer: withJson(exchange.answer, changed) };
  });
  const { result } = await bench.probe({ ...baseline.subject, exchanges });
  return observedIn(result.value);
}

/** An id may have a date in it; changed, it would be asked for, and not be there. */
function isIdIn(targets: string, time: string | number): boolean {
  return typeof time === "string" && parseTimestamp(time) === null && targets.includes(time);
}

/** Those that exist: the others are spoken of elsewhere. */
function timesIn(observation: Observation | undefined): Times {
  const times = membersOf({ operations: observation?.operations ?? [] }).flatMap(({ path, value }) =>
    members.has(path.at(-1)) && typeof value === "string" && isRealTime(value)
      ? [[describePath(path), value] as const]
      : [],
  );
  return new Map(times);
}

function findUnsent({ baseline }: Work, times: Times): Times {
  const sent = new Set(
    baseline.used.flatMap(({ exchange }) =>
      leavesOf(jsonOf(exchange)).map(({ value }) => secondOf(parseTimestamp(value)?.at)),
    ),
  );
  return new Map([...times].filter(([, time]) => !sent.has(secondOf(time))));
}

function secondOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(Date.parse(time) / 1000);
}
