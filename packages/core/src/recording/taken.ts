import type { Redactor } from "../redact.ts";
import { type Exchanged, findText } from "./describe-exchange.ts";
import type { Disguises } from "./disguises.ts";
import { findLikelySecrets, isLikely, isSecretHeader, isSecretVariable } from "./likely-secrets.ts";
import type { ProgramResult, RecordedFailure, RecordedProgram, RecordingHead } from "./recording.ts";

/** What signing in is made of, as it came. */
export interface Taken {
  readonly variables: Map<string, string | undefined>;
  readonly files: Map<string, string | undefined | RecordedFailure>;
  readonly programs: RecordedProgram[];
  readonly signIns: Exchanged[];
}

/** Tells the redactor of the secrets in it that no plugin named. */
export function learnSecrets(taken: Taken, redactor: Redactor): void {
  const { values, texts, settings } = gather(taken);
  values.push(...texts.flatMap((text) => findLikelySecrets(text, true)));
  values.push(...settings.flatMap((text) => findLikelySecrets(text, false)));
  // What a plugin named already may be one whose beginning may be shown.
  for (const value of values) if (redactor.text(value) === value) redactor.add(value);
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
  const describeFile = (text: string | undefined | RecordedFailure) =>
    typeof text === "string" ? disguises.credentials(text) : disguises.value(text ?? null);
  return {
    env: Object.fromEntries([...variables].map(([name, value]) => [name, describeVariable(name, value)])),
    files: Object.fromEntries(
      [...files].map(([path, text]) => [disguises.text(path), describeFile(text)] as const),
    ),
    programs: programs.map(({ call, result, ...time }) => ({
      ...time,
      call: disguises.setting(call),
      result: describeRun(result, disguises),
    })),
  };
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

/** Secrets by their names, and texts and settings that may have others. */
function gather({ variables, files, programs, signIns }: Taken) {
  const values: string[] = [];
  const texts: string[] = [];
  const settings: string[] = [];
  for (const [name, value = ""] of variables) {
    if (isSecretVariable(name, value)) values.push(...[value, value.trim()].filter(isLikely));
    else settings.push(value);
  }
  for (const text of files.values()) if (typeof text === "string") texts.push(text);
  for (const { call, result } of programs) {
    settings.push(call);
    if ("stdout" in result) texts.push(result.stdout, result.stderr);
  }
  for (const { message, answer } of signIns) {
    settings.push(message.origin + message.request.target);
    if (answer === undefined) continue;
    for (const [name, value] of Object.entries(answer.headers))
      if (isSecretHeader(name, value)) values.push(value);
    texts.push(findText(message.request.action, answer) ?? "");
  }
  return { values, texts, settings };
}
