import { type ConfigurationError, type Connection, factsOf, ProviderError } from "@upgradectl/provider-sdk";
import type { Diagnostic } from "../diagnostics.ts";
import type { ProviderInstance } from "../fleet.ts";
import { accusePlugin } from "../plugins/accuse-plugin.ts";
import { describeThrown } from "../plugins/describe-value.ts";
import { readFacts } from "../plugins/plain-facts.ts";
import type { Redactor } from "../redact.ts";

/** What a plugin that did not connect answers to each question. */
export function failedConnection(error: ProviderError): Connection {
  const fail = () => Promise.reject(error);
  return {
    observe: fail,
    list: () => ({ [Symbol.asyncIterator]: () => ({ next: fail }) }),
  };
}

/** `connect` sends nothing, so that every error of it but a configuration's is the plugin's, also one that is called otherwise. */
export function connectError(thrown: unknown): ProviderError {
  const facts = readFacts(thrown);
  const isHosts = facts?.kind === "plugin" && facts.message.startsWith("the plugin ");
  const message = isHosts ? facts.message : `the plugin failed to connect: ${describeThrown(thrown)}`;
  return new ProviderError({ kind: "plugin", message });
}

export function describeMistake(
  { message, hint, pointer }: ConfigurationError,
  instance: ProviderInstance,
  redactor: Redactor,
): Diagnostic {
  return {
    severity: "error",
    code: "provider-configuration",
    summary: redactor.text(`provider "${instance.name}": ${message}`),
    ...(hint === undefined ? {} : { hint: redactor.text(hint) }),
    ...instance.locateConfig(pointer ?? ""),
  };
}

export function describeFault(
  error: ProviderError,
  instance: ProviderInstance,
  redactor: Redactor,
): Diagnostic {
  const { message, hint } = accusePlugin(factsOf(error), instance.plugin);
  return {
    severity: "error",
    code: "plugin-connect",
    summary: redactor.text(message),
    ...(hint === undefined ? {} : { hint: redactor.text(hint) }),
    ...instance.location,
  };
}
