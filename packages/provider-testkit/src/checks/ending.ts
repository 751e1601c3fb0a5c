import { ProviderError } from "@upgradectl/provider-sdk";
import type { StagedSession } from "../bench/bench.ts";
import { describeFailure, describeResult } from "../bench/result.ts";
import type { Subject } from "../bench/subject.ts";
import { ownSubjects, type Plan } from "./plan.ts";
import { workOn } from "./probing.ts";
import { isSame } from "./recovery.ts";

/** Real time, and only where a provider is wrong. */
const patienceMs = 1500;

export const endingPlans: readonly Plan[] = [
  {
    id: "abort",
    title: "a call ends when its signal aborts, and the next one goes well",
    of: ownSubjects,
    wants:
      "Soon after `signal` aborts, `observe` and `list` end with `cancelled` or the signal's reason, whatever they wait for.",
    mend: "give every read the signal that you were given, and wait for nothing that does not heed it.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async ({ bench, baseline, findings }) => {
        for (const { exchange } of baseline.used) {
          const session = await bench.stage(baseline.subject, {
            tamper: (arrival) => (arrival.exchange === exchange ? "hang" : undefined),
          });
          try {
            const hanging = bench.server.arrived((arrival) => arrival.exchange === exchange);
            const seen = await abortWhile(session, baseline.subject, hanging);
            const where = `${of}, while ${exchange.label} gave no answer`;
            if (seen !== undefined) {
              findings.add(`${where}: ${seen}`);
              // The others would cost as much patience again.
              return;
            }
            session.retell(undefined);
            const again = await session.ask(baseline.subject);
            if (!isSame(again, baseline.result))
              findings.add(`${where}, the next call: ${describeResult(again)}`);
          } finally {
            await session.end();
          }
        }
      }),
  },
  {
    id: "aborted-before",
    title: "a call whose signal has aborted sends nothing",
    of: ownSubjects,
    wants: "With a signal that has aborted, `observe` and `list` end at once and send nothing.",
    mend: "give every read the signal that you were given.",
    run: (kit, rule, of) =>
      workOn(kit, rule, of, async ({ bench, baseline, findings }) => {
        const session = await bench.stage(baseline.subject);
        try {
          const seen = await endingOf(session, baseline.subject, AbortSignal.abort(stopped()));
          if (seen !== undefined) findings.add(`${of}: ${seen}`);
          for (const { method, target } of session.arrivals) findings.add(`${of}: sent ${method} ${target}`);
        } finally {
          await session.end();
        }
      }),
  },
];

async function abortWhile(
  session: StagedSession,
  subject: Subject,
  hanging: Promise<void>,
): Promise<string | undefined> {
  const controller = new AbortController();
  const ending = endingOf(session, subject, controller.signal);
  await Promise.race([hanging, ending]);
  controller.abort(stopped());
  return await ending;
}

function stopped(): ProviderError {
  return new ProviderError({ kind: "cancelled", message: "the kit has stopped the call" });
}

/** What is wrong with how a call ended, once its signal had aborted. */
async function endingOf(
  session: StagedSession,
  subject: Subject,
  signal: AbortSignal,
): Promise<string | undefined> {
  const call = session.call(subject, signal).then(
    () => "ended with a result, as if nothing had happened",
    (thrown: unknown) => {
      if (thrown === signal.reason) return undefined;
      const error = describeFailure(thrown);
      return error.kind === "cancelled"
        ? undefined
        : `ended with ${describeResult({ verdict: "", value: null, error })}`;
    },
  );
  return await Promise.race([call, tooLate(signal)]);
}

/** Resolves when a call should have ended. */
async function tooLate(signal: AbortSignal): Promise<string> {
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await new Promise((resolve) => setTimeout(resolve, patienceMs).unref());
  return `had not ended ${patienceMs} ms after the signal aborted`;
}
