import type { Disguise, Redactor } from "../redact.ts";
import type { RecordingHead } from "./recording.ts";

/** Masks that tell secrets apart: the same one for the same secret, wherever it stands. */
export class Disguises {
  readonly #redactor: Redactor;
  readonly #masks = new Map<string, { readonly value: string; readonly show?: "prefix" }>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  text(text: string): string {
    return this.#redactor.text(text, this.#disguise);
  }

  value<T>(value: T): T {
    return this.#redactor.value(value, this.#disguise);
  }

  masks(): RecordingHead["masks"] {
    return [...this.#masks.values()];
  }

  readonly #disguise: Disguise = (found, isShown) => {
    const known = this.#masks.get(found);
    if (known !== undefined) return known.value;
    const number = `****${this.#masks.size + 1}`;
    const mask = isShown
      ? ({ value: found.slice(0, 4) + number, show: "prefix" } as const)
      : { value: number };
    this.#masks.set(found, mask);
    return mask.value;
  };
}
