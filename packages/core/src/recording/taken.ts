import type { Exchanged } from "./describe-exchange.ts";
import type { Disguises } from "./disguises.ts";
import { isSecretVariable } from "./likely-secrets.ts";
import type {
  ProgramResult,
  RecordedFailure,
  RecordedFile,
  RecordedProgram,
  RecordingHead,
} from "./recording.ts";

/** What signing in is made of, as it came. */
export interface Taken {
  readonly variables: Map<string, string | undefined>;
  /** All reads of each path: a token may be another one the next time. */
  readonly files: Map<string, RecordedFile[]>;
  readonly programs: RecordedProgram[];
  readonly signIns: Exchanged[];
}

/** As it may be kept. */
export function describeTaken(
  { variables, files, programs }: Taken,
  disguises: Disguises,
): Pick<RecordingHead, "env" | "files" | "programs"> {
  const describeVariable = (name: string, value: string | undefined) => {
    if (value === undefined) return null;
    return isSecretVariable(name, value) ? disguises.whole(value) : disguises.setting(value);
  };
  return {
    env: Object.fromEntries([...variables].map(([name, value]) => [name, describeVariable(name, value)])),
    files: Object.fromEntries(
      [...files].map(([path, reads]) => [disguises.text(path), describeReads(reads, disguises)] as const),
    ),
    programs: programs.map(({ call, result, ...time }) => ({
      ...time,
      call: disguises.setting(call),
      result: describeRun(result, disguises),
    })),
  };
}

/** A replay gives the last one again and again: what equals it at the end need not be kept. */
function describeReads(reads: readonly RecordedFile[], disguises: Disguises): RecordingHead["files"][string] {
  const last = reads.at(-1) ?? null;
  const count = reads.findLastIndex((read) => read !== last) + 1;
  const describe = (read: RecordedFile): RecordedFile =>
    typeof read === "string" ? disguises.credentials(read) : disguises.value(read);
  if (count === 0) return describe(last);
  // A run that waits for hours reads the same text many times.
  const described = new Map([...new Set(reads)].map((read) => [read, describe(read)] as const));
  return [...reads.slice(0, count), last].map((read) => described.get(read) ?? null);
}

function describeRun(
  result: ProgramResult | RecordedFailure,
  disguises: Disguises,
): ProgramResult | RecordedFailure {
  if ("error" in result) return disguises.value(result);
  const { stdout, stderr } = result;
  return {
    ...disguises.value(result),
    stdout: disguises.credentials(stdout),
    stderr: disguises.credentials(stderr),
  };
}
