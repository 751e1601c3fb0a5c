import { isRecord } from "@upgradectl/core";

/** What the program itself writes: words of its own vocabulary, and times. */
const own: ReadonlySet<string> = new Set([
  "verdict",
  "outcome",
  "phase",
  "direction",
  "severity",
  "level",
  "command",
  "formatVersion",
  "startedAt",
  "finishedAt",
  "updatedAt",
  "expiresAt",
  "observedAt",
  "at",
]);
/** Maps by names that others chose. */
const byName: ReadonlySet<string> = new Set(["labels", "expected", "observed", "details"]);
const ownKeys: ReadonlySet<string> = new Set(["version", "state", "image"]);

/**
 * The same value with a harmless word for every text that somebody else wrote, the same word for the same text: whatever a
 * view makes of the one it must make of the other.
 */
export class HarmlessTwin {
  readonly #words = new Map<string, string>();
  /** How many texts were replaced. */
  texts = 0;

  of<T>(value: T): T {
    // The twin has the shape of the original, which the type system cannot follow through a recursion.
    return this.#twin(value, "") as T;
  }

  #twin(value: unknown, key: string): unknown {
    if (typeof value === "string") return this.#isOwn(key, value) ? value : this.#wordFor(value);
    if (Array.isArray(value)) return value.map((part) => this.#twin(part, key));
    if (!isRecord(value)) return value;
    const named = byName.has(key);
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [
        named && !ownKeys.has(name) ? this.#wordFor(name) : name,
        this.#twin(part, named ? "" : name),
      ]),
    );
  }

  #isOwn(key: string, value: string): boolean {
    if (key === "kind" || key === "property") return /^[a-zA-Z-]+$/.test(value);
    return own.has(key);
  }

  #wordFor(text: string): string {
    this.texts += 1;
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    // The judge's own sentence, which the advice goes by.
    const ending =
      /; its .* expired at \S+, so it has to be run again$/s.exec(text) === null
        ? ""
        : "; its w expired at 2026-03-01T00:00:00Z, so it has to be run again";
    const blanks = [...this.#words.values()].filter((word) => word.trim() === "").length;
    const blank = text === "" ? "" : text.trim() === "" ? " ".repeat(blanks + 1) : undefined;
    const word = blank ?? `w${this.#words.size}${ending}`;
    this.#words.set(text, word);
    return word;
  }
}
