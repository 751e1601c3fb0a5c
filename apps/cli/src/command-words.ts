import type { PositionalOptions } from "yargs";

export type WordName = "manifest" | "scenario" | "cluster" | "report" | "file" | "shell";

/** The positional words that commands take, with how usage lines show them. */
export const words: Readonly<
  Record<WordName, { readonly usage: string; readonly options: PositionalOptions }>
> = {
  manifest: {
    usage: "[manifest..]",
    options: {
      describe:
        "manifest files, globs, or - for standard input; default: upgradectl.yaml here or in a parent folder",
      type: "string",
      array: true,
    },
  },
  scenario: { usage: "<scenario>", options: { describe: "scenario file", type: "string" } },
  cluster: { usage: "<cluster>", options: { describe: "its name in the manifest", type: "string" } },
  report: {
    usage: "<report..>",
    options: { describe: "JSON reports of check or gate (-o json=FILE)", type: "string", array: true },
  },
  shell: { usage: "[shell]", options: { describe: "bash, zsh or fish", type: "string" } },
  file: { usage: "[file]", options: { describe: "default: upgradectl.yaml", type: "string" } },
};
