import { faultOf } from "../bench/baseline-fault.ts";
import type { Baseline, Kit } from "../bench/kit.ts";
import { Findings } from "../check.ts";
import { allSubjects, type Plan } from "./plan.ts";

/** What leaves the process. */
export const requestPlans: readonly Plan[] = [
  {
    id: "connect-sends-nothing",
    title: "connect() sends nothing",
    wants:
      "`connect` makes an instance offline: `upgradectl validate` calls it where there is no network and no account.",
    mend: "move sign-in and look-ups into `observe` and `list`; `keepFresh` and `shareRead` make them once.",
    async run(kit, rule) {
      const findings = new Findings(rule);
      for (const each of await kit.sentByConnect()) findings.add(`${each}, before anything was asked`);
      findings.conclude();
    },
  },
  {
    id: "requests-through-host",
    title: "every request goes through the host",
    wants:
      "`context.http` is the only way to the network: it holds deadlines, retries, limits, masks, and refuses what is not declared.",
    mend: "declare the request in `reads` and make it with `http.api(…).read(…)`.",
    async run(kit, rule) {
      const findings = new Findings(rule);
      for (const { subject, arrivals, requests } of await kit.baselines()) {
        const known = new Set(requests.map(({ method, target }) => `${method} ${target}`));
        for (const { method, target } of arrivals)
          if (!known.has(`${method} ${target}`))
            findings.add(`${subject.name}: ${method} ${target} came another way`);
      }
      findings.conclude();
    },
  },
  {
    id: "requests-declared",
    title: "every request is declared",
    of: allSubjects,
    wants:
      "A provider makes the requests of its `reads`, each through the API of its `service`, and no others.",
    mend: "declare it with action, method, path, service and permission: that is what users grant.",
    run: (kit, rule, of) => concludeFault(kit, rule, of, "requests-declared"),
  },
  {
    id: "requests-answered",
    title: "the case answers every request",
    of: allSubjects,
    wants: "A case holds an exchange for every request that the provider makes in it.",
    mend: "add the exchange to the case, or correct the request's path and query.",
    run: (kit, rule, of) => concludeFault(kit, rule, of, "requests-answered"),
  },
  {
    id: "exchanges-asked",
    title: "the case has no exchange that nothing asks for",
    of: allSubjects,
    wants: "Each exchange of a case proves a request that the provider makes.",
    mend: "correct the exchange's method, path and query, or remove it.",
    async run(kit, rule, of) {
      const baseline = await kit.soundBaseline(of);
      const findings = new Findings(rule);
      for (const exchange of unaskedOf(baseline)) {
        const asked = baseline.requests.map(({ method, target }) => `${method} ${target}`).join(", ");
        findings.add(`nothing asked for ${exchange}; asked for: ${asked}`);
      }
      findings.conclude();
    },
  },
  {
    id: "reads-used",
    title: "every declared read is made in some case",
    wants: "Users grant the permissions of all `reads`, so each must be needed, and proven by a case.",
    mend: "add a case in which it is made, remove it, or name it in `unused` with the reason.",
    async run(kit, rule) {
      const findings = new Findings(rule);
      const { provider, unused = {} } = kit.tests;
      const made = new Set(
        (await kit.baselines()).flatMap(({ requests }) => requests.map((it) => it.action)),
      );
      for (const { action, purpose } of provider.reads) {
        const isExcused = Object.hasOwn(unused, action) || purpose === "sign-in";
        if (!made.has(action) && !isExcused) findings.add(`no case makes ${action}`);
      }
      const declared = new Set(provider.reads.map(({ action }) => action));
      for (const action of Object.keys(unused)) {
        if (!declared.has(action)) findings.add(`\`unused\` names ${action}, which is not declared`);
        else if (made.has(action)) findings.add(`\`unused\` names ${action}, which a case makes`);
      }
      findings.conclude();
    },
  },
];

async function concludeFault(
  kit: Kit,
  rule: ConstructorParameters<typeof Findings>[0],
  of: string,
  check: "requests-declared" | "requests-answered",
): Promise<void> {
  const findings = new Findings(rule);
  const baseline = (await kit.baselines()).find(({ subject }) => subject.name === of);
  const fault = baseline === undefined ? undefined : faultOf(baseline);
  if (fault?.check === check) findings.add(fault.seen);
  findings.conclude();
}

function unaskedOf({ subject, arrivals }: Baseline): readonly string[] {
  if (!subject.isWritten) return [];
  const asked = new Set(arrivals.map(({ exchange }) => exchange));
  return subject.exchanges.filter((exchange) => !asked.has(exchange)).map(({ label }) => label);
}
