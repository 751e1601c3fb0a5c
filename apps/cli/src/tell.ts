import type { Diagnostic } from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import { isSet } from "./options.ts";
import { chooseColors } from "./views/colors.ts";
import { renderDiagnostics, type SourceTexts } from "./views/diagnostics.ts";

export interface Telling {
  readonly color: string;
  /** What the diagnostics' places are in. */
  readonly sources?: SourceTexts;
}

/** Diagnostics for people, on standard error; with `-q` errors alone. */
export async function tell(
  diagnostics: readonly Diagnostic[],
  { color, sources = new Map() }: Telling,
  { world, flags, redactor }: Pick<CommandInput, "world" | "flags" | "redactor">,
): Promise<void> {
  const isQuiet = isSet(flags, "quiet");
  const told = isQuiet ? diagnostics.filter(({ severity }) => severity === "error") : diagnostics;
  const paint = chooseColors(color, world.stderr, world.env);
  await world.stderr.write(redactor.text(renderDiagnostics(told, sources, paint)));
}
