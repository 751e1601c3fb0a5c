import type { Fleet } from "../../fleet.ts";
import { secretAssignment, secretVariable } from "../../secret-names.ts";
import type { View } from "../problems/view.ts";
import type { Check } from "../schema/compile-check.ts";
import { containsSecret, visitSecrets } from "../schema/schema-walk.ts";

/** Shorter pieces of a line would blank out half of every message, and give nothing away. */
const shortestPiece = 4;

/** The secrets of a run, collected before anything is printed. */
export class SecretList {
  readonly #shown = new Map<string, true | "prefix">();
  /** Found by the names of their keys, where no schema is known. */
  readonly #guessed = new Set<string>();

  add(value: string, show: true | "prefix"): void {
    const text = value.trim();
    if (text === "" || this.#shown.get(text) === true) return;
    this.#shown.set(text, show);
  }

  /** Everything that stands at a secret position of a schema, as it is and as it is written. */
  addFrom({ schema }: Check, value: unknown, view: View): void {
    if (!containsSecret(schema)) return;
    visitSecrets(schema, value, (path, secrecy) => {
      if (secrecy === "likely" && isHarmless(path.at(-1) ?? "", String(valueAt(value, path)))) return;
      const show = secrecy === "likely" ? true : secrecy;
      this.add(String(valueAt(value, path)), show);
      // Code frames show lines of the file, where a text may be escaped or stand in pieces.
      for (const line of view.written(path).split("\n")) {
        const text = line.trim().replaceAll(/^["']|["']$/g, "");
        if (text.length >= shortestPiece && !text.includes("${")) this.add(text, show);
      }
    });
  }

  /**
   * Takes what looks like a secret from a text whose schema is not known (it is not YAML, or the plugin is missing),
   * so that a code frame beside the mistake does not show it.
   */
  guessFrom(text: string): void {
    for (const [, value = ""] of text.matchAll(secretAssignment))
      this.#guessed.add(value.replaceAll(/^["']|["']$/g, "").trim());
  }

  list(): Fleet["secrets"] {
    const known = [...this.#shown].map(([value, show]) => (show === "prefix" ? { value, show } : { value }));
    const guessed = [...this.#guessed].filter((value) => value !== "" && !this.#shown.has(value));
    return [...known, ...guessed.map((value) => ({ value }))];
  }
}

const ordinary = /^(?:\d{0,5}|[a-z]{1,10})$/i;

/** Words and numbers that stand in many texts, under a name that speaks of no secret. */
function isHarmless(name: string, value: string): boolean {
  return ordinary.test(value.trim()) && !secretVariable.test(name);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, key) => (part instanceof Object ? Reflect.get(part, key) : undefined),
    value,
  );
}
