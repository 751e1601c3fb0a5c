import { isUtf8 } from "node:buffer";
import { type JudgedCluster, Redactor, type Surroundings } from "@upgradectl/core";
import exec from "@upgradectl/provider-exec";
import { onTestFinished } from "vitest";
import { openFleet, readManifest, surroundingsWith } from "./look-once.ts";

/** How a program of the source exec ends, and what it wrote. */
export interface Ending {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly exitCode: number;
  readonly failure?: ProgramRun["failure"];
}

type ProgramRun = Awaited<ReturnType<Surroundings["runProgram"]>>;

export const labSecret = "tok-4711-of-the-lab";
/** What the manifest wants to know beside the version. */
export const labValues: Readonly<Record<string, string>> = { channel: "stable" };

/** Reads a fleet of these clusters in this process, as a run does, by a program that ends like this. */
export type ReadLab = (ending: Ending) => Promise<readonly JudgedCluster[]>;

/** A provider with a program that only ever ends as it is told to. */
export async function openLab(ids: readonly string[], changes: object = {}): Promise<ReadLab> {
  const redactor = new Redactor();
  const next: { ending?: Ending } = {};
  const surroundings = surroundingsWith({
    redactor,
    runProgram: async () => {
      if (next.ending === undefined) throw new Error("nobody said how it ends");
      return runOf(next.ending);
    },
  });
  const { fleet, secrets } = await readManifest(manifestOf(ids, changes), plugins);
  for (const { value, show } of secrets) redactor.add(value, show);
  const open = await openFleet(fleet, surroundings, 0);
  if (open === undefined) throw new Error("the lab does not connect");
  onTestFinished(() => open.close());
  return (ending) => {
    next.ending = ending;
    return open.look();
  };
}

const source = "@upgradectl/provider-exec";
const plugins = new Map([[source, exec]]);

function manifestOf(ids: readonly string[], changes: object): object {
  const config = { command: ["./lab"], env: { LAB_TOKEN: labSecret }, ...changes };
  return {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    providers: { lab: { source, config } },
    clusters: ids.map((id) => ({
      ...{ name: id, id, provider: "lab", targetVersion: ">=1.29" },
      expect: { values: labValues },
    })),
  };
}

/** As the host tells it. */
function runOf({ stdout, stderr, exitCode, failure }: Ending): ProgramRun {
  if (failure !== undefined) return { exitCode: -1, stdout: stdout.toString("utf8"), stderr, failure };
  if (isUtf8(stdout)) return { exitCode, stdout: stdout.toString("utf8"), stderr };
  const message = "what it wrote is not UTF-8";
  return { exitCode, stdout: "", stderr, failure: { reason: "not-utf-8", message } };
}
