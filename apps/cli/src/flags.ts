import type { Options } from "yargs";

/** A flag as yargs has it. */
export interface Flag extends Options {
  /** What stands for its value in the help: `DURATION`. */
  readonly argument?: string;
}

export const presentation: Readonly<Record<"output" | "color", Flag>> = {
  output: text(
    "Result",
    "FORMAT[=FILE]",
    "repeatable: text (default), json, ndjson, junit, sarif, markdown, html, github",
    { alias: "o" },
  ),
  color: text("Result", "WHEN", "auto (default), always or never"),
};

export const textOrJson: Flag = text("Result", "FORMAT[=FILE]", "text (default) or json", { alias: "o" });

export const requests: Readonly<Record<"timeout" | "request-timeout" | "concurrency" | "retries", Flag>> = {
  timeout: text("Requests", "DURATION", "ends the whole run, such as 5m"),
  "request-timeout": text("Requests", "DURATION", "ends one request (default 30s)"),
  concurrency: text("Requests", "N", "requests in flight for each provider (default 8)"),
  retries: text("Requests", "N", "further tries of a failed request (default 3)"),
};

export const recording: Readonly<Record<"record" | "replay", Flag>> = {
  record: text("Recording", "DIR", "keep every exchange in that folder, without its secrets"),
  replay: text("Recording", "DIR", "ask no cloud but the recording in that folder"),
};

/** Every command has these: as with kubectl, nobody need know which of them has something to say. */
export const logging: Readonly<Record<"quiet" | "verbose", Flag>> = {
  quiet: {
    type: "boolean",
    alias: "q",
    group: "Logging:",
    describe: "nothing on standard error but errors",
  },
  verbose: {
    type: "boolean",
    alias: "v",
    group: "Logging:",
    describe: "plugin versions and every request on standard error",
  },
};

export const observing: Readonly<Record<string, Flag>> = {
  ...presentation,
  "exit-zero": {
    type: "boolean",
    group: "Result:",
    describe: "exit with 0 instead of 2, 3 and 4; the report still tells",
  },
  selector: text("Selection", "LABELS", "only clusters with these labels: env=prod,tier!=db", { alias: "l" }),
  cluster: text(
    "Selection",
    "NAME",
    "only clusters with this name, repeatable; * and ? stand for any characters",
  ),
  shard: text("Selection", "K/N", "the K-th of N even parts of the selection, for N runs side by side"),
  "fail-on": text(
    "Result",
    "LIST",
    "outcomes and verdicts that fail a check, instead of the manifest's failOn: action,unknown",
  ),
  "post-check": {
    type: "boolean",
    group: "Result:",
    describe:
      "run the vendor's post-upgrade check on converged clusters; the one thing that the vendor may record",
  },
  wait: text("Waiting", "DURATION", "wait up to so long until the check passes or the gate is open"),
  interval: text("Waiting", "DURATION", "between two looks (default: 10s to 60s, as what is seen suggests)"),
  stable: text("Waiting", "N", "good readings in a row that each cluster needs to end the wait (default 1)"),
  ...requests,
  "dry-run": {
    type: "boolean",
    group: "Requests:",
    describe: "list clusters and the requests that would be made; ask nothing",
  },
  ...recording,
};

/** @param argument what stands for the value in the help */
export function text(group: string, argument: string, describe: string, more: Options = {}): Flag {
  return { type: "string", requiresArg: true, group: `${group}:`, argument, describe, ...more };
}
