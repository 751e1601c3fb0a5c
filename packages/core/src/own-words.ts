import { conditions, errorKinds, findingLevels, phases, postCheckPhases } from "@upgradectl/provider-sdk";
import { outcomeNames, verdictNames } from "./fleet.ts";

/** Of a report, those that are long enough to be masked. Others are names that somebody chose. */
const keys: ReadonlySet<string> = new Set([
  ...["formatVersion", "startedAt", "finishedAt", "durationMs", "complete", "exitCode", "clusters"],
  ...["diagnostics", "closedBy", "verdicts", "exitZero", "postCheck", "manifest", "selection"],
  ...["provider", "location", "expected", "observed", "findings", "evidence", "observedAt", "property"],
  ...["direction", "rawPhase", "fromVersion", "toVersion", "progress", "updatedAt", "zoneAssumed"],
  ...["estimate", "expiresAt", "completed", "earliest", "resource", "httpStatus", "requestId"],
  ...["retryable", "identity", "severity"],
]);

const words: ReadonlySet<string> = new Set([
  ...verdictNames,
  ...outcomeNames,
  ...phases,
  ...conditions,
  ...errorKinds,
  ...postCheckPhases,
  ...findingLevels,
  ...["nodes", "progress", "earlier-operations"],
  ...["upgradectl", "check", "gate", "1.0"],
]);

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** What a report says in any case: whoever reads it learns nothing of a secret that is the same. */
export function isOwnText(text: string): boolean {
  return words.has(text) || time.test(text);
}

/** A report without one of its members would be none. */
export function isOwnKey(key: string): boolean {
  return keys.has(key) || words.has(key);
}
