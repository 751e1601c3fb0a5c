import { Redactor } from "../redact.ts";
import { type Exchanged, findText } from "./describe-exchange.ts";
import { findLikelySecrets, isLikely, isSecretHeader, isSecretVariable } from "./likely-secrets.ts";
import type { RecordedProgram } from "./recording.ts";

/**
 * Finds what looks like a secret in what signing in is made of, as soon as it comes: the next exchange, which is written at
 * once, may have it. The run's own redactor is not told, so that its report is the one that it would be unrecorded.
 */
export class Learner {
  readonly likely: Redactor = new Redactor();

  variable(name: string, value: string): void {
    if (isSecretVariable(name, value)) this.#add([value, value.trim()].filter(isLikely));
    else this.#learn(value, false);
  }

  file(text: string): void {
    this.#learn(text, true);
  }

  program({ call, result }: RecordedProgram): void {
    this.#learn(call, false);
    if ("error" in result) return;
    this.#learn(result.stdout, true);
    this.#learn(result.stderr, true);
  }

  signIn({ message, answer }: Exchanged): void {
    this.#learn(message.origin + message.request.target, false);
    if (answer === undefined) return;
    for (const [name, value] of Object.entries(answer.headers))
      if (isSecretHeader(name, value)) this.#add([value]);
    this.#learn(findText(message.request.action, answer) ?? "", true);
  }

  #learn(text: string, mayBeToken: boolean): void {
    this.#add(findLikelySecrets(text, mayBeToken));
  }

  #add(values: readonly string[]): void {
    for (const value of values) this.likely.add(value);
  }
}
