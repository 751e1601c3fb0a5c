import {
  conditions,
  type Observation,
  type Operation,
  type OperationNodes,
  type PropertyValue,
  phases,
  type Step,
} from "@upgradectl/provider-sdk";
import { utcTime } from "../operation-schema.ts";
import { copyPlain } from "./copy-plain.ts";

/** Copies that are known to keep the contract's schema. */
const sound = new WeakSet<object>();

/** Whether `copyObservation` found that it keeps the contract. */
export function isSoundCopy(value: unknown): value is Observation {
  return typeof value === "object" && value !== null && sound.has(value);
}

/**
 * What `observe` returned, as plain data of our own. The usual kind, literals with their members in the contract's order,
 * is copied and checked in one go, in a tenth of the time that both take for any value. Gives what `copyPlain` gives, and
 * `isSoundCopy` only of what the schema allows (copy-observation.test.ts).
 */
export function copyObservation(value: unknown): unknown {
  const copy = copyUsual(value);
  if (copy === undefined) return copyPlain(value);
  sound.add(copy);
  return copy;
}

/** Undefined where it is of another kind, be it allowed or not. */
function copyUsual(value: unknown): Observation | undefined {
  if (!isLiteral(value, observationMembers, 3)) return undefined;
  const { version, state, operations } = value;
  if (!isTextOrNull(version) || !isLiteral(state, stateMembers, 2)) return undefined;
  const { condition, raw } = state;
  if (!isOneOf(condition, conditions) || typeof raw !== "string") return undefined;
  const copies = copyList(operations, copyOperation);
  if (copies === undefined) return undefined;
  const copy = { version, state: { condition, raw }, operations: copies };
  if (!Object.hasOwn(value, "properties")) return copy;
  const properties = copyParts(value.properties, copyProperty);
  return properties && { ...copy, properties };
}

function copyProperty(value: unknown): PropertyValue | undefined {
  if (isTextOrNull(value)) return value;
  return Array.isArray(value)
    ? copyList(value, textOf)
    : copyParts(value, (part) => (isTextOrNull(part) ? part : undefined));
}

function copyOperation(value: unknown): Operation | undefined {
  if (!isLiteral(value, operationMembers, 12)) return undefined;
  const { id, kind, phase, rawPhase, fromVersion, toVersion, progress, message } = value;
  const { startedAt, updatedAt, finishedAt } = value;
  if (!isTextOrNull(id) || typeof kind !== "string" || !isOneOf(phase, phases)) return undefined;
  if (!isTextOrNull(rawPhase) || !isTextOrNull(message)) return undefined;
  if (!isTextOrNull(fromVersion) || !isTextOrNull(toVersion)) return undefined;
  if (!isShareOrNull(progress)) return undefined;
  if (!isTimeOrNull(startedAt) || !isTimeOrNull(updatedAt) || !isTimeOrNull(finishedAt)) return undefined;
  const steps = copyList(value.steps, copyStep);
  if (steps === undefined) return undefined;
  const copy: Operation = {
    id,
    kind,
    phase,
    rawPhase,
    fromVersion,
    toVersion,
    progress,
    message,
    startedAt,
    updatedAt,
    finishedAt,
    steps,
  };
  return Object.keys(value).length === 12 ? copy : withOptions(copy, value);
}

function withOptions(copy: Operation, value: Literal): Operation | undefined {
  const { nodes, zoneAssumed } = value;
  const isNamed = Object.hasOwn(value, "nodes");
  const copied = isNamed ? copyNodes(nodes) : undefined;
  if (isNamed && copied === undefined) return undefined;
  if (Object.hasOwn(value, "zoneAssumed") && typeof zoneAssumed !== "boolean") return undefined;
  return {
    ...copy,
    ...(copied === undefined ? {} : { nodes: copied }),
    ...(typeof zoneAssumed === "boolean" ? { zoneAssumed } : {}),
  };
}

function copyStep(value: unknown): Step | undefined {
  if (!isLiteral(value, stepMembers, 6)) return undefined;
  const { name, phase, rawPhase, startedAt, finishedAt, message } = value;
  if (typeof name !== "string" || !isOneOf(phase, phases) || !isTextOrNull(rawPhase)) return undefined;
  if (!isTimeOrNull(startedAt) || !isTimeOrNull(finishedAt) || !isTextOrNull(message)) return undefined;
  return { name, phase, rawPhase, startedAt, finishedAt, message };
}

function copyNodes(value: unknown): OperationNodes | undefined {
  if (!isLiteral(value, nodesMembers, 3)) return undefined;
  const total = copyList(value.total, textOf);
  const completed = copyList(value.completed, textOf);
  const current = copyList(value.current, textOf);
  return total && completed && current && { total, completed, current };
}

type Literal = Readonly<Record<string, unknown>>;

const observationMembers = ["version", "state", "operations", "properties"];
const stateMembers = ["condition", "raw"];
const operationMembers = [
  "id",
  "kind",
  "phase",
  "rawPhase",
  "fromVersion",
  "toVersion",
  "progress",
  "message",
  "startedAt",
  "updatedAt",
  "finishedAt",
  "steps",
  "nodes",
  "zoneAssumed",
];
const stepMembers = ["name", "phase", "rawPhase", "startedAt", "finishedAt", "message"];
const nodesMembers = ["total", "completed", "current"];

/** An object of no class that has these members in this order; all behind the first `required` may be missing. */
function isLiteral(value: unknown, members: readonly string[], required: number): value is Literal {
  if (!isClassless(value)) return false;
  const keys = Object.keys(value);
  for (let place = 0; place < required; place += 1) if (keys[place] !== members[place]) return false;
  let known = required;
  for (let place = required; place < keys.length; place += 1) {
    known = members.indexOf(keys[place] ?? "", known) + 1;
    if (known === 0) return false;
  }
  return true;
}

function isClassless(value: unknown): value is Literal {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The longest list that is copied here: `copyPlain` bounds all that there is together. */
const longest = 1000;

function copyList<T>(value: unknown, copyItem: (item: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const { length } = value;
  if (length > longest) return undefined;
  const copies: T[] = [];
  for (let place = 0; place < length; place += 1) {
    const copy = copyItem(value[place]);
    if (copy === undefined) return undefined;
    copies.push(copy);
  }
  return copies;
}

/** Of an object whose members have any names. */
function copyParts<T>(
  value: unknown,
  copyPart: (part: unknown) => T | undefined,
): Readonly<Record<string, T>> | undefined {
  if (!isClassless(value)) return undefined;
  const names = Object.keys(value);
  if (names.length > longest) return undefined;
  const copies: Record<string, T> = {};
  for (const name of names) {
    const copy = name === "__proto__" ? undefined : copyPart(value[name]);
    if (copy === undefined) return undefined;
    copies[name] = copy;
  }
  return copies;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isTextOrNull(value: unknown): value is string | null {
  return typeof value === "string" || value === null;
}

function isOneOf<Word>(value: unknown, words: readonly Word[]): value is Word {
  return (words as readonly unknown[]).includes(value);
}

function isShareOrNull(value: unknown): value is number | null {
  return value === null || (typeof value === "number" && value >= 0 && value <= 1);
}

const time = new RegExp(utcTime);

function isTimeOrNull(value: unknown): value is string | null {
  return value === null || (typeof value === "string" && time.test(value));
}
