import type { ErrorKind } from "@upgradectl/provider-sdk";

/** A program, and what its cluster's error, or what was read, says. */
export interface Sample {
  readonly what: string;
  readonly command: readonly string[];
  /** Written beside the manifest, and executable. */
  readonly script?: { readonly file: string; readonly text: string };
  readonly expect?: Readonly<Record<string, unknown>>;
  readonly says: RegExp;
  /** Default `plugin`. */
  readonly kind?: ErrorKind;
}

export const node = (code: string): readonly string[] => [process.execPath, "-e", code];
export const shell = (code: string): readonly string[] => ["sh", "-c", code];
/** Prints a text as it is. */
export const prints = (text: string): readonly string[] => shell(`cat <<'END'\n${text}\nEND`);
export const answers = (answer: unknown): readonly string[] => prints(JSON.stringify(answer));
export const observes = (changes: object): readonly string[] =>
  answers({ observation: { version: "1.30", ...changes } });
export const operation = (changes: object): readonly string[] =>
  observes({ operations: [{ phase: "succeeded", ...changes }] });
export const good = '{"observation":{"version":"1.30"}}';
