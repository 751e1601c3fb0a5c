import type { PageData } from "../page-data.ts";
import { element, find } from "./element.ts";

export const data: PageData = JSON.parse(find("report-data").textContent ?? "");

const symbols: ReadonlyMap<string, string> = new Map(data.verdicts.map(({ name, symbol }) => [name, symbol]));
const phases: ReadonlyMap<string, string> = new Map(Object.entries(data.phaseSymbols));

/** A verdict as symbol, word and colour; never by colour alone. */
export function verdictBadge(verdict: string, outcome: string): HTMLElement {
  return element(
    "span",
    { class: `badge ${outcome}` },
    element("span", { "aria-hidden": "true", class: "symbol" }, symbols.get(verdict) ?? "?"),
    verdict,
  );
}

export function phaseBadge(phase: string): HTMLElement {
  // A post-upgrade check may end in "error", which counts as failed.
  const look = phase === "error" ? "failed" : phase;
  return element(
    "span",
    { class: `phase ${look}` },
    element("span", { "aria-hidden": "true", class: "symbol" }, phases.get(look) ?? "?"),
    phase,
  );
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

export function percent(progress: number): string {
  return `${Math.floor(progress * 100)}%`;
}

export function time(text: string): HTMLElement {
  return element("time", { datetime: text }, text.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC"));
}

export function timeOrNull(text: string | null | undefined): HTMLElement | null {
  return text == null ? null : time(text);
}

const units: readonly (readonly [name: string, milliseconds: number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
];

/** Two largest units: `2d 3h`. */
export function age(milliseconds: number): string {
  const first = units.findIndex(([, size]) => milliseconds >= size);
  if (first === -1) return "0s";
  let rest = milliseconds;
  const parts = units.slice(first, first + 2).map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? "" : `${count}${name}`;
  });
  return parts.filter((part) => part !== "").join(" ");
}

/** Any value of the report as one text. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return "not known";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(show).join(", ");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, part]) => `${key}: ${show(part)}`)
      .join(", ");
  return String(value);
}
