import type { Options } from "yargs";
import type { WordName } from "./command-words.ts";

export type CommandName =
  | "check"
  | "gate"
  | "validate"
  | "schema"
  | "demo"
  | "simulate"
  | "merge"
  | "show"
  | "discover"
  | "init"
  | "providers"
  | "completion";

export interface CommandDeclaration {
  readonly name: CommandName;
  /** Its positional words, in order. */
  readonly words?: readonly WordName[];
  readonly summary: string;
  readonly flags: Readonly<Record<string, Options>>;
  readonly examples?: readonly (readonly [string, string])[];
}

const presentation = {
  output: text(
    "Result",
    "FORMAT or FORMAT=FILE, repeatable: text (default), json, ndjson, junit, sarif, markdown, html, github",
    { alias: "o" },
  ),
  color: text("Result", "auto (default), always or never"),
} as const;

const textOrJson = text("Result", "text (default) or json, or FORMAT=FILE", { alias: "o" });

const requests = {
  timeout: text("Requests", "DURATION of the whole run, such as 5m"),
  "request-timeout": text("Requests", "DURATION of one request (default 30s)"),
  concurrency: text("Requests", "requests in flight for each provider (default 8)"),
  retries: text("Requests", "further tries of a failed request (default 3)"),
} as const;

const recording = {
  record: text("Recording", "keep every exchange in the folder DIR, without its secrets"),
  replay: text("Recording", "ask no cloud but the recording in the folder DIR"),
} as const;

const logging = {
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
} as const;

const observing = {
  ...presentation,
  "exit-zero": {
    type: "boolean",
    group: "Result:",
    describe: "exit with 0 instead of 2, 3 and 4; the report still tells",
  },
  selector: text("Selection", "only clusters with these labels: key=value,key!=value", { alias: "l" }),
  cluster: text("Selection", "only clusters with this name, repeatable; * and ? stand for any characters"),
  shard: text("Selection", "K/N: the K-th of N even parts of the selection, for N runs side by side"),
  "fail-on": text(
    "Result",
    "outcomes and verdicts that fail a check, instead of the manifest's failOn: action,unknown",
  ),
  "post-check": {
    type: "boolean",
    group: "Result:",
    describe:
      "run the vendor's post-upgrade check on converged clusters; the one thing that the vendor may record",
  },
  wait: text("Waiting", "wait up to DURATION until the check passes or the gate is open"),
  interval: text("Waiting", "DURATION between two looks (default: 10s to 60s, as what is seen suggests)"),
  stable: text("Waiting", "good readings in a row that each cluster needs to end the wait (default 1)"),
  ...requests,
  "dry-run": {
    type: "boolean",
    group: "Requests:",
    describe: "list clusters and the requests that would be made; ask nothing",
  },
  ...recording,
  ...logging,
} as const satisfies Record<string, Options>;

export const declarations: readonly CommandDeclaration[] = [
  {
    name: "check",
    words: ["manifest"],
    summary: "Observe every cluster, judge it and report; fail unless all are as declared",
    flags: observing,
    examples: [
      ["$0 check fleet.yaml", "is every cluster at its version?"],
      ["$0 check -l env=prod -o json", "one label, as JSON"],
      ["$0 check --cluster 'pay*'", "clusters by name"],
      ["$0 check --wait 2h --stable 3", "until all are as declared, three looks in a row"],
      ["$0 check --shard 1/4 -o json=1.json", "a quarter of the fleet; see merge"],
    ],
  },
  {
    name: "gate",
    words: ["manifest"],
    summary: "May a deployment to these clusters proceed now?",
    flags: {
      ...observing,
      "close-on": text(
        "Result",
        "outcomes and verdicts that close it, instead of the manifest's closeOn: pending,failed",
      ),
    },
    examples: [
      ["$0 gate fleet.yaml && ./deploy.sh", "deploy only while nothing is being upgraded"],
      ["$0 gate --wait 30m && ./deploy.sh", "deploy as soon as nothing is"],
    ],
  },
  {
    name: "show",
    words: ["cluster", "manifest"],
    summary: "Everything known about one cluster: operations, steps, nodes, findings, requests",
    flags: {
      ...presentation,
      output: textOrJson,
      ...requests,
      ...recording,
      ...logging,
    },
    examples: [["$0 show payments fleet.yaml", "why is it not as declared?"]],
  },
  {
    name: "discover",
    words: ["manifest"],
    summary: "Write the live clusters of an account as a manifest to standard output",
    flags: {
      provider: text("Provider", "a local name of the manifest found, or a source: huawei-cce, alibaba-ack"),
      config: text(
        "Provider",
        "KEY=VALUE of a source's config, repeatable; secrets belong in the environment",
      ),
      color: presentation.color,
      ...requests,
      ...logging,
    },
    examples: [
      ["$0 discover --provider cce-beijing fleet.yaml", "with that manifest's config"],
      ["$0 discover --provider huawei-cce --config region=cn-north-4 > live.yaml", "without a manifest"],
    ],
  },
  {
    name: "init",
    words: ["file"],
    summary: "Write a commented starter manifest",
    flags: {
      force: { type: "boolean", group: "Result:", describe: "write over a file that is there" },
      color: presentation.color,
    },
    examples: [["$0 init fleet.yaml", "then edit it, and run upgradectl validate fleet.yaml"]],
  },
  {
    name: "validate",
    words: ["manifest"],
    summary: "Check manifests offline: syntax, schema, plugin configuration, expansion",
    flags: presentation,
  },
  {
    name: "providers",
    words: ["manifest"],
    summary: "The plugins of a manifest, or the official ones: versions, paths, requests, permissions",
    flags: {
      ...presentation,
      output: textOrJson,
      permissions: {
        type: "boolean",
        group: "Result:",
        describe: "only the permissions that an identity needs for them",
      },
      "post-check": {
        type: "boolean",
        group: "Result:",
        describe: "with --permissions: also those for check --post-check",
      },
    },
    examples: [
      ["$0 providers fleet.yaml", "what is loaded from where, and what it asks"],
      ["$0 providers --permissions fleet.yaml", "for the policy of a read-only identity"],
    ],
  },
  {
    name: "schema",
    words: ["manifest"],
    summary: "Print the JSON Schema of manifests, with the schemas of the plugins that a manifest uses",
    flags: {},
  },
  {
    name: "demo",
    summary: "Start the simulator with a sample fleet on loopback and check it",
    flags: { ...presentation, ...logging },
  },
  {
    name: "simulate",
    words: ["scenario"],
    summary: "Serve the clouds' upgrade APIs on loopback from a scenario file",
    flags: { port: text("Server", "port on 127.0.0.1; default: any free one") },
  },
  {
    name: "merge",
    words: ["report"],
    summary: "Make one report of the JSON reports of several shards, with its own exit code",
    flags: presentation,
    examples: [["$0 merge 1.json 2.json -o json=all.json", "the reports of --shard 1/2 and 2/2"]],
  },
  {
    name: "completion",
    words: ["shell"],
    summary: "Print the script that completes commands, flags and cluster names in a shell",
    flags: {},
    examples: [
      ["source <($0 completion bash)", "in ~/.bashrc; zsh the same in ~/.zshrc"],
      ["$0 completion fish | source", "in ~/.config/fish/config.fish"],
    ],
  },
];

function text(group: string, describe: string, more: Options = {}): Options {
  return { type: "string", requiresArg: true, group: `${group}:`, describe, ...more };
}
