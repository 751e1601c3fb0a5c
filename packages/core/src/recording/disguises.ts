import { type Disguise, Redactor } from "../redact.ts";
import { isSecretField, replaceLikelySecrets } from "./likely-secrets.ts";
import type { RecordingHead } from "./recording.ts";

const beginning = "****";

/** Masks that tell secrets apart: the same one for the same secret, wherever it stands. */
export class Disguises {
  readonly #redactor: Redactor;
  readonly #likely: Redactor;
  readonly #masks = new Map<string, { readonly value: string; readonly show?: "prefix" }>();

  /** @param likely knows what looks like a secret; what is named as one comes first, for its beginning may be shown */
  constructor(redactor: Redactor, likely: Redactor = new Redactor()) {
    this.#redactor = redactor;
    this.#likely = likely;
  }

  text(text: string): string {
    return this.#likely.text(this.#redactor.text(text, this.#disguise), this.#disguise);
  }

  value<T>(value: T): T {
    return this.#likely.value(this.#redactor.value(value, this.#disguise), this.#disguise);
  }

  /** With its secrets hidden, not told apart: as a replay will ask for it. */
  question(text: string): string {
    return this.#likely.text(this.#redactor.text(text));
  }

  /** The value of an answer, with what its fields' names call a secret masked too. */
  answer(json: unknown): unknown {
    // What has nothing to hide comes back as itself.
    const copy = structuredClone(this.value(json));
    this.#hideFields(copy);
    return copy;
  }

  /** A text for signing in, with what looks like a secret masked too. */
  credentials(text: string): string {
    return replaceLikelySecrets(this.text(text), true, this.#hide);
  }

  /** The same of a setting, where one long word is more often an id than a token. */
  setting(text: string): string {
    return replaceLikelySecrets(this.text(text), false, this.#hide);
  }

  /** A secret as a whole, known or not. */
  whole(secret: string): string {
    return this.#hide(this.text(secret));
  }

  /** Has it no secret that is known? */
  isClean(text: string): boolean {
    return this.question(text) === text;
  }

  masks(): RecordingHead["masks"] {
    return [...this.#masks.values()];
  }

  /** What has a mask in it is hidden already. */
  readonly #hide = (secret: string): string =>
    secret.includes(beginning) ? secret : this.#disguise(secret, false);

  readonly #disguise: Disguise = (found, isShown) => {
    const known = this.#masks.get(found);
    if (known !== undefined) return known.value;
    // With an end of its own: a digit may follow a secret.
    const number = `${beginning}${this.#masks.size + 1}*`;
    const mask = isShown
      ? ({ value: found.slice(0, 4) + number, show: "prefix" } as const)
      : { value: number };
    this.#masks.set(found, mask);
    return mask.value;
  };

  /** Of a copy that is nobody else's. */
  #hideFields(value: unknown): void {
    if (typeof value !== "object" || value === null) return;
    for (const [name, item] of Object.entries(value)) {
      if (typeof item !== "string") this.#hideFields(item);
      else if (item !== "" && isSecretField(name)) Reflect.set(value, name, this.#hide(item));
    }
  }
}
