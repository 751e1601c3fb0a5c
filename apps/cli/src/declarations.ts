import type { WordName } from "./command-words.ts";
import {
  type Flag,
  logging,
  observing,
  presentation,
  recording,
  requests,
  text,
  textOrJson,
} from "./flags.ts";

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
  readonly flags: Readonly<Record<string, Flag>>;
  readonly examples?: readonly (readonly [string, string])[];
}

const commands: readonly CommandDeclaration[] = [
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
        "LIST",
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
    },
    examples: [["$0 show payments fleet.yaml", "why is it not as declared?"]],
  },
  {
    name: "discover",
    words: ["manifest"],
    summary: "Write the live clusters of an account as a manifest to standard output",
    flags: {
      provider: text(
        "Provider",
        "NAME",
        "a local name of the manifest found, or a source: huawei-cce, alibaba-ack",
      ),
      config: text(
        "Provider",
        "KEY=VALUE",
        "of a source's config, repeatable; secrets belong in the environment",
      ),
      color: presentation.color,
      ...requests,
    },
    examples: [
      ["$0 discover --provider cce-beijing fleet.yaml", "with that manifest's config"],
      ["$0 discover --provider huawei-cce --config region=cn-north-4", "without a manifest"],
    ],
  },
  {
    name: "init",
    words: ["file"],
    summary: "Write a commented starter manifest",
    flags: {
      provider: text(
        "Answers",
        "NAME",
        "a source, repeatable: huawei-cce (default), alibaba-ack, an npm package, a file",
      ),
      region: text("Answers", "REGION", "or PROVIDER=REGION, repeatable: where its clusters are"),
      yes: {
        type: "boolean",
        alias: "y",
        group: "Answers:",
        describe: "ask nothing, take the defaults; so it is without a terminal and with CI set",
      },
      force: { type: "boolean", group: "Result:", describe: "write over files that are there" },
      color: presentation.color,
    },
    examples: [
      ["$0 init", "asks a few questions, then edit the file and run upgradectl validate"],
      ["$0 init fleet.yaml --provider huawei-css --region cn-east-3", "asks nothing"],
    ],
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
      lock: {
        type: "boolean",
        group: "Result:",
        describe: "pin the plugins as they are now, in upgradectl.lock beside the manifest",
      },
    },
    examples: [
      ["$0 providers fleet.yaml", "what is loaded from where, and what it asks"],
      ["$0 providers --permissions fleet.yaml", "for the policy of a read-only identity"],
      ["$0 providers --lock fleet.yaml", "from now on no other code runs than these plugins'"],
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
    flags: presentation,
  },
  {
    name: "simulate",
    words: ["scenario"],
    summary: "Serve the clouds' upgrade APIs on loopback from a scenario file",
    flags: { port: text("Server", "PORT", "port on 127.0.0.1; default: any free one") },
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

export const declarations: readonly CommandDeclaration[] = commands.map((command) => ({
  ...command,
  flags: { ...command.flags, ...logging },
}));
