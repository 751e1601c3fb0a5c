import type { Report, VerdictName } from "@upgradectl/core";
import type { Phase } from "@upgradectl/provider-sdk";

/** What the page's script is given: the report with every text made harmless to show, and the words to show it in. */
export interface PageData {
  readonly report: Report;
  /** What to do next about each cluster, in the report's order; null where there is nothing to do. */
  readonly next: readonly (string | null)[];
  /** Worst first. */
  readonly verdicts: readonly { readonly name: VerdictName; readonly symbol: string }[];
  readonly phaseSymbols: Readonly<Record<Phase, string>>;
}
