import { type Cluster, outcomeNames, type PolicyTerm, parseDuration, verdictNames } from "@upgradectl/core";
import { UsageError } from "./usage-error.ts";

/** A flag's value: absent, given once, or more than once. */
export type FlagValue = string | readonly string[] | undefined;

/** Flags by their long names, as the command line has them. */
export type Flags = Readonly<Record<string, unknown>>;

/** The texts given with a flag. */
export function flagValue(flags: Flags, name: string): FlagValue {
  const value = flags[name];
  if (Array.isArray(value)) return value.map(String);
  return value === undefined ? undefined : String(value);
}

export function isSet(flags: Flags, name: string): boolean {
  return flags[name] === true;
}

/** The value of a flag that makes sense once only. */
export function single(name: string, value: FlagValue): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  if (value.length > 1) throw new UsageError(`--${name} was given ${value.length} times; give it once`);
  return value[0];
}

export function many(value: FlagValue): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

export function durationFlag(name: string, value: FlagValue): number | undefined {
  const text = single(name, value);
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  const hint = "Write 90s, 30m, 6h, 2d or 1h30m.";
  if (ms === null) throw new UsageError(`--${name} "${text}" is not a duration`, hint);
  if (ms <= 0) throw new UsageError(`--${name} "${text}" is no time at all`, hint);
  return ms;
}

const largestInteger = 999_999;

export function integerFlag(name: string, value: FlagValue, minimum: number): number | undefined {
  const text = single(name, value);
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number) || number < minimum)
    throw new UsageError(`--${name} "${text}" is not a whole number from ${minimum} up`);
  if (number > largestInteger)
    throw new UsageError(`--${name} "${text}" is too large`, `The largest is ${largestInteger}.`);
  return number;
}

const policyHint = `Outcomes: ${outcomeNames.join(", ")}. Verdicts: ${verdictNames.join(", ")}.`;
const policyTerms: readonly PolicyTerm[] = [...outcomeNames, ...verdictNames];

/** `failed,paused` or several flags. An empty list, an unset variable in a pipeline say, is refused: it would allow all. */
export function policyFlag(name: string, value: FlagValue): readonly PolicyTerm[] | undefined {
  if (value === undefined) return undefined;
  const words = many(value)
    .flatMap((part) => part.split(","))
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.length === 0) throw new UsageError(`--${name} names no outcome and no verdict`, policyHint);
  return words.map((word) => {
    const term = policyTerms.find((candidate) => candidate === word);
    if (term === undefined)
      throw new UsageError(`--${name} "${word}" is neither an outcome nor a verdict`, policyHint);
    return term;
  });
}

export type Selector = (cluster: Cluster) => boolean;

/** kubectl's equality selectors: `env=prod,tier!=db`, also `key` (has it) and `!key` (has it not); empty selects all. */
export function selectorFlag(value: FlagValue): Selector {
  const requirements = many(value)
    .filter((text) => text.trim() !== "")
    .flatMap((text) => text.split(",").map((part) => parseRequirement(part, text)));
  return (cluster) => requirements.every((holds) => holds(cluster.labels));
}

type Requirement = (labels: Readonly<Record<string, string>>) => boolean;

function parseRequirement(part: string, whole: string): Requirement {
  const match = /^(!?)\s*([^\s=!]+)\s*(?:(==|=|!=)\s*([^\s=!]*))?$/.exec(part.trim());
  const [, not, key = "", operator, value] = match ?? [];
  if (match === null || (not === "!" && operator !== undefined))
    throw new UsageError(
      `the selector "${whole}" cannot be read`,
      "Write key=value, key!=value, key or !key, joined by commas.",
    );
  const has = (labels: Readonly<Record<string, string>>) => Object.hasOwn(labels, key);
  if (operator === undefined) return (labels) => has(labels) === (not === "");
  if (operator === "!=") return (labels) => !has(labels) || labels[key] !== value;
  return (labels) => has(labels) && labels[key] === value;
}
