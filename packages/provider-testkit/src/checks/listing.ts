import type { ListedCluster } from "@upgradectl/provider-sdk";
import { describeFailure, describeResult } from "../bench/result.ts";
import { NothingToCheck } from "../check.ts";
import { listSubject, type Plan } from "./plan.ts";
import { workOn } from "./probing.ts";

/** More pages than the kit was given, and more than a sane limit on pages. */
const mostRequests = 1200;

export const listPlans: readonly Plan[] = [
  {
    id: "list-repeats",
    title: "a page that comes again is an error, not an end and not a loop",
    of: listSubject,
    wants:
      "`list` reads all pages. A server that repeats one must not keep it going, nor make a part pass for the whole.",
    mend: "remember cursors and ids: where a page brings nothing new before the end, throw `unexpected-response`.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async ({ bench, baseline, findings }) => {
        const pages = baseline.used.filter(({ isSignIn }) => !isSignIn).map(({ exchange }) => exchange);
        if (pages.length < 2) throw new NothingToCheck("the list has one page; give it two at least");
        for (const [number, repeated] of pages.slice(0, -1).entries()) {
          const { result, arrivals } = await bench.probe(baseline.subject, {
            mostRequests,
            tamper: ({ exchange }) => {
              const isLater = exchange === undefined || pages.indexOf(exchange) > number;
              return isLater ? repeated.answer : undefined;
            },
          });
          const name = `with page ${number + 1} in place of all later ones`;
          if (arrivals.length > mostRequests)
            findings.add(`${name}: still asking after ${mostRequests} requests`);
          else if (result.error === null && result.verdict !== "complete")
            findings.add(`${name}: ended without an error, with a part of the list`);
          else if (result.error?.kind === "plugin") findings.add(`${name}: ${describeResult(result)}`);
        }
      }),
  },
  {
    id: "listed-row",
    title: "a cluster that was listed is judged as one that was not",
    of: ({ list }) => (list === undefined ? [] : ["healthy"]),
    wants:
      "`observe` with the cluster's row of `list()` comes to the same as without it: same version, same operations.",
    mend: "read what the row does not tell, and check that the row has the shape that you need.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async ({ bench, baseline, findings }) => {
        const { subject, result } = baseline;
        const listed = (await kit.soundBaseline("list")).result.value;
        const row = rowOf(listed, subject.kind === "observe" ? subject.cluster.id : undefined);
        if (row === undefined || result.verdict === "unknown")
          throw new NothingToCheck(
            "the list has no row of this cluster; give it one of a cluster that a case reads",
          );
        const session = await bench.stage(subject);
        try {
          const seen = await session.call(subject, new AbortController().signal, row).then(
            (value) => factsOf(value),
            (thrown: unknown) => describeResult({ verdict: "", value: null, error: describeFailure(thrown) }),
          );
          const usual = factsOf(result.value);
          if (seen !== usual) findings.add(`${of}: ${seen}, and without the row ${usual}`);
        } finally {
          await session.end();
        }
      }),
  },
];

function rowOf(rows: unknown, id: string | undefined): ListedCluster | undefined {
  if (!Array.isArray(rows)) return undefined;
  return rows.find((row: ListedCluster) => row.id === id);
}

/** What a verdict is made of. */
function factsOf(value: unknown): string {
  const { version, state, operations } = value as {
    readonly version: unknown;
    readonly state: { readonly condition: unknown };
    readonly operations: readonly { readonly id: unknown; readonly phase: unknown }[];
  };
  const phases = operations.map(({ id, phase }) => `${id} ${phase}`).sort();
  return JSON.stringify({ version, condition: state.condition, operations: phases });
}
