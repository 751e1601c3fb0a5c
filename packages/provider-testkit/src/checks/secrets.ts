import { describeResult } from "../bench/result.ts";
import { leavesOf, replaceAt } from "../bodies/leaves.ts";
import { NothingToCheck } from "../check.ts";
import type { Arrival } from "../cloud/cloud-server.ts";
import { jsonReply, type Reply } from "../cloud/reply.ts";
import { allSubjects, type Plan } from "./plan.ts";
import { jsonOf, withJson, workOn } from "./probing.ts";

export const secretPlans: readonly Plan[] = [
  {
    id: "secrets-masked",
    title: "a secret that the server repeats does not show",
    of: allSubjects,
    wants: "No secret shows in an error or an observation, also where the server repeats it.",
    mend: "mark it with `secret: true` in the schema of `config`, and call `context.secret(value)` for those from elsewhere, and for tokens.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async ({ bench, baseline, findings }) => {
        const { secrets } = kit.tests;
        if (secrets.length === 0) throw new NothingToCheck("no `secrets` were given");
        for (const { exchange } of baseline.used)
          for (const [name, echo] of echoes(secrets, exchange)) {
            const { result } = await bench.probe(baseline.subject, {
              tamper: (arrival) => (arrival.exchange === exchange ? echo(arrival) : undefined),
            });
            const shown = secrets.filter((secret) =>
              formsOf(secret).some((form) => JSON.stringify(result).includes(form)),
            );
            for (const secret of shown)
              findings.add(
                `${of}, where ${exchange.label} repeats it in ${name}: ${describeResult(result)} shows the secret "${hint(secret)}"`,
              );
          }
      }),
  },
  {
    id: "secrets-in-urls",
    title: "no request has a secret in its URL",
    of: allSubjects,
    wants: "URLs are logged on the way: a secret belongs into a header, or into the body of a sign-in.",
    mend: "send it in a header made by `sign`, or as `json` or `form`.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async ({ baseline, findings }) => {
        for (const { method, target } of baseline.requests)
          for (const secret of kit.tests.secrets)
            if (formsOf(secret).some((form) => target.includes(form)))
              findings.add(`${of}: ${method} ${target.split("?")[0]} carries the secret "${hint(secret)}"`);
      }),
  },
];

type Echo = (arrival: Arrival) => Reply;

function echoes(
  secrets: readonly string[],
  exchange: Parameters<typeof jsonOf>[0],
): readonly (readonly [name: string, echo: Echo])[] {
  const said = `the credentials ${secrets.join(" ")} are wrong`;
  const refusal: Echo = ({ headers }) =>
    jsonReply(400, { code: "Refused", message: `${said}; received ${Object.values(headers).join(" ")}` });
  const body = jsonOf(exchange);
  if (body === undefined) return [["a refusal", refusal]];
  let repeated: unknown = body;
  for (const { path, value } of leavesOf(body))
    if (typeof value === "string") repeated = replaceAt(repeated, path, `${value} ${secrets.join(" ")}`);
  return [
    ["a refusal", refusal],
    ["every text of its answer", () => withJson(exchange.answer, repeated)],
  ];
}

/** As it is, and as it goes into URLs and headers. */
function formsOf(secret: string): readonly string[] {
  return [...new Set([secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")])];
}

/** Enough to know which one it is. */
function hint(secret: string): string {
  return `${secret.slice(0, 3)}…`;
}
