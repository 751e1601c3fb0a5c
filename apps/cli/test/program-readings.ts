import type { JudgedCluster } from "@upgradectl/core";
import { errorKinds } from "@upgradectl/provider-sdk";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import answerSchema from "../../../schemas/exec-observation.schema.json" with { type: "json" };
import { type Ending, labSecret } from "./scripted-program.ts";

// Times are read in more forms than the schema tells programs to write.
const isAnswer = new Ajv2020({ strict: false, formats: { "date-time": true } }).compile(answerSchema);

/** It ended well and wrote this. */
export function wrote(text: string | Buffer): Ending {
  return { stdout: Buffer.from(text), stderr: "", exitCode: 0 };
}

export function printed(answer: unknown): Ending {
  return wrote(JSON.stringify(answer));
}

/** Whatever a program does, its cluster has an observation or an error that helps, and no secret. */
export function requireSound({ reading }: JudgedCluster, { stdout }: Ending): void {
  const { error, observation } = reading;
  expect(error !== null || observation !== null).toBe(true);
  // What was observed is masked where it is told.
  expect(JSON.stringify(error)).not.toContain(labSecret);
  expect(Object.prototype).not.toHaveProperty("polluted");
  if (error === null) return;
  expect(errorKinds).toContain(error.kind);
  expect(error.message).not.toBe("");
  // Only a program's own `error` has words as long as it likes.
  if (error.kind !== "plugin" || stdout.includes('"error"') || stdout.includes('"unread"')) return;
  expect(error.hint ?? "").not.toBe("");
  expect(error.message.length, error.message).toBeLessThan(1000);
}

/** An observation is what the program says in valid words, and says once. */
export function requireSaid(
  { reading: { observation } }: JudgedCluster,
  { stdout, ...ending }: Ending,
): void {
  if (observation === null) return;
  expect(ending).toMatchObject({ exitCode: 0 });
  expect(ending.failure).toBeUndefined();
  const text = stdout.toString("utf8");
  const answer: unknown = JSON.parse(text);
  expect(isAnswer(answer), `${text}: ${JSON.stringify(isAnswer.errors)}`).toBe(true);
  requireSame(observation, Object(answer).observation);
}

type Observation = NonNullable<JudgedCluster["reading"]["observation"]>;

/** All that a verdict depends on. */
export function requireSame(observation: Observation, said: Record<string, unknown>): void {
  const { version, state = "ready", operations = [], properties = {}, findings } = said;
  expect(observation.version).toBe(version);
  expect(observation.state.condition).toBe(typeof state === "string" ? state : Object(state).condition);
  const phases = (list: unknown) => [list].flat().map((one) => Object(one).phase);
  expect(phases(observation.operations)).toEqual(phases(operations));
  expect(observation.properties ?? {}).toEqual(properties);
  expect(observation.findings).toEqual(
    findings && [findings].flat().map((finding) => ({ message: null, resource: null, ...Object(finding) })),
  );
}
