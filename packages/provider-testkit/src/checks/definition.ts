import { checkPlugin } from "@upgradectl/core";
import { faultOf } from "../bench/baseline-fault.ts";
import { endingRule, Hang } from "../bench/watch.ts";
import { Findings, NothingToCheck } from "../check.ts";
import type { Plan } from "./plan.ts";

/** What a provider declares, and what the kit was given to prove it with. */
export const definitionPlans: readonly Plan[] = [
  {
    id: "definition",
    title: "the default export keeps the contract",
    wants:
      "A provider is what `defineProvider` takes: contract, name, schemas, reads with actions of their own, connect.",
    mend: "correct the part that is named.",
    async run(kit, rule) {
      const findings = new Findings(rule);
      const checked = checkPlugin({ default: kit.tests.provider });
      if ("contract" in checked) findings.add(`contract ${checked.contract}, which this kit does not know`);
      if ("faults" in checked) for (const fault of checked.faults) findings.add(fault);
      findings.conclude();
    },
  },
  {
    id: "accepted",
    title: "its schemas accept the tested configuration and clusters, and connect() makes an instance",
    wants: "The provider must accept the configuration and the clusters that the kit was given.",
    mend: "correct what the kit was given, or the schemas.",
    async run(kit) {
      if (!("definition" in checkPlugin({ default: kit.tests.provider }))) return;
      await kit.baselines().catch((thrown: unknown) => {
        if (!(thrown instanceof Hang)) throw thrown;
      });
    },
  },
  {
    id: "endings",
    title: "connect() and every call come to an end",
    ...endingRule,
    async run(kit) {
      if (!("definition" in checkPlugin({ default: kit.tests.provider }))) return;
      await kit.baselines().catch((thrown: unknown) => {
        if (thrown instanceof Hang) throw thrown;
      });
    },
  },
  {
    id: "optional-members",
    title: "list() and postCheck() are tested where the provider has them",
    wants: "An optional member that is there must be proven, and what the kit was given must be there.",
    mend: "give the kit `list` or `postCheck`, or leave the member out.",
    async run(kit, rule) {
      const findings = new Findings(rule);
      const { list, postCheck } = kit.tests;
      const bench = await kit.openBench();
      try {
        const session = await bench.stage({ exchanges: [] });
        const { connection } = session;
        await session.end();
        if ((connection.list !== undefined) !== (list !== undefined))
          findings.add(describeMember("list", connection.list !== undefined));
        if ((connection.postCheck !== undefined) !== (postCheck !== undefined))
          findings.add(describeMember("postCheck", connection.postCheck !== undefined));
      } finally {
        await bench.close();
      }
      findings.conclude();
    },
  },
  {
    id: "case",
    title: "each case comes to what it is named after",
    of: ({ cases, list, postCheck }) => [
      ...Object.keys(cases),
      ...(list === undefined ? [] : ["list"]),
      ...(postCheck === undefined ? [] : ["post-check"]),
    ],
    wants:
      "healthy is converged, upgrading is under way, failed has failed, absent is `not-found`; a list is whole; and all is as expected.",
    mend: "correct the provider, or the exchanges and `expect` of the case.",
    async run(kit, rule, of) {
      const reason = kit.tests.cases[of];
      if (typeof reason === "string") throw new NothingToCheck(`there is no such case: ${reason}`);
      const findings = new Findings(rule);
      const baseline = (await kit.baselines()).find(({ subject }) => subject.name === of);
      const fault = baseline === undefined ? undefined : faultOf(baseline);
      if (fault !== undefined && fault.check !== "case") throw new NothingToCheck(`see ${fault.check}`);
      if (fault !== undefined) findings.add(fault.seen);
      findings.conclude();
    },
  },
];

function describeMember(name: string, isThere: boolean): string {
  return isThere
    ? `the provider has ${name}(), and the kit was given no answers for it`
    : `the kit was given answers for ${name}(), which the provider does not have`;
}
