import type { ConnectContext, ProgramRun } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import { appendEvidence, currentEvidence } from "../http/evidence.ts";

type RunProgram = ConnectContext<unknown>["runProgram"];

/** What the words of `ProgramOptions` mean for one provider instance. */
export interface ProgramPlace {
  /** Absolute, the manifest's. */
  readonly directory: string;
  readonly requestTimeoutMs: number;
}

export type RunProgramAt = (
  ...call: [...Parameters<RunProgram>, place?: ProgramPlace]
) => Promise<ProgramRun>;

interface Host {
  readonly runProgram: RunProgramAt;
  readonly clock: Clock;
}

/** `runProgram` for one instance; runs that have a name become evidence. */
export function runProgramFor(place: ProgramPlace, { runProgram, clock }: Host): RunProgram {
  return async (program, args, signal, options) => {
    const evidence = options?.action === undefined ? undefined : currentEvidence();
    const note = (exitCode: number | null) => {
      if (evidence === undefined || options?.action === undefined) return;
      const at = new Date(clock.now()).toISOString();
      appendEvidence(evidence, { action: options.action, requestId: null, httpStatus: null, exitCode, at });
    };
    try {
      const run = await runProgram(program, args, signal, options, place);
      note(run.failure === undefined ? run.exitCode : null);
      return run;
    } catch (thrown) {
      note(null);
      throw thrown;
    }
  };
}
