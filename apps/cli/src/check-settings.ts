import type { Diagnostic, PolicyTerm, TransportSettings } from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import {
  durationFlag,
  flagValue,
  integerFlag,
  isSet,
  many,
  policyFlag,
  selectorFlag,
  single,
} from "./options.ts";
import { checkOutputs, type OutputTarget, outputFlag } from "./outputs.ts";
import { namesFlag, type Selection, shardFlag } from "./selection.ts";
import { UsageError } from "./usage-error.ts";
import { chooseColors } from "./views/colors.ts";
import { withGithub } from "./write-report.ts";

/** The flags of `check` and `gate`, read and checked. */
export interface CheckSettings {
  readonly outputs: readonly OutputTarget[];
  readonly color: string;
  readonly selection: Selection;
  readonly transport: TransportSettings;
  readonly policy: { readonly failOn?: readonly PolicyTerm[]; readonly closeOn?: readonly PolicyTerm[] };
  readonly timeoutMs: number | undefined;
  /** Undefined where one look is enough. */
  readonly wait: WaitSettings | undefined;
  readonly exitZero: boolean;
  readonly dryRun: boolean;
  readonly postCheck: boolean;
  /** Nothing but errors on standard error. */
  readonly quiet: boolean;
  /** About flags that were given without an effect. */
  readonly warnings: readonly Diagnostic[];
}

export interface WaitSettings {
  readonly forMs: number;
  /** Undefined: as what is seen suggests. */
  readonly intervalMs: number | undefined;
  /** Good readings in a row that each cluster needs. */
  readonly stable: number;
}

export type PresentationSettings = Pick<CheckSettings, "outputs" | "color" | "quiet">;

/** The flags that every reporting command has. Throws a `UsageError`. */
export async function readPresentation({ flags, world }: CommandInput): Promise<PresentationSettings> {
  const color = single("color", flagValue(flags, "color")) ?? "auto";
  chooseColors(color, world.stdout, world.env);
  const outputs = outputFlag(flagValue(flags, "output"));
  await checkOutputs(outputs, world);
  return { outputs, color, quiet: isSet(flags, "quiet") };
}

/** The flags of the commands that read clouds without judging. Throws a `UsageError`. */
export async function readObservingSettings(
  input: CommandInput,
): Promise<PresentationSettings & Pick<CheckSettings, "transport" | "timeoutMs">> {
  const { flags } = input;
  const timeoutMs = durationFlag("timeout", flagValue(flags, "timeout"));
  return { ...(await readPresentation(input)), transport: readTransport(flags), timeoutMs };
}

function readTransport(flags: CommandInput["flags"]): TransportSettings {
  const value = (name: string) => flagValue(flags, name);
  return {
    ...given("concurrency", integerFlag("concurrency", value("concurrency"), 1)),
    ...given("requestTimeoutMs", durationFlag("request-timeout", value("request-timeout"))),
    ...given("retries", integerFlag("retries", value("retries"), 0)),
  };
}

export async function readCheckSettings(
  command: "check" | "gate",
  input: CommandInput,
): Promise<CheckSettings> {
  const { flags, world } = input;
  const dryRun = isSet(flags, "dry-run");
  const presentation = await readPresentation(input);
  const value = (name: string) => flagValue(flags, name);
  return {
    ...presentation,
    outputs: dryRun ? plannable(presentation.outputs) : withGithub(presentation.outputs, world),
    selection: {
      selects: selectorFlag(value("selector")),
      labels: many(value("selector")).filter((text) => text.trim() !== ""),
      names: namesFlag(value("cluster")),
      shard: shardFlag(value("shard")),
    },
    transport: readTransport(flags),
    policy:
      command === "check"
        ? given("failOn", policyFlag("fail-on", value("fail-on")))
        : given("closeOn", policyFlag("close-on", value("close-on"))),
    timeoutMs: durationFlag("timeout", value("timeout")),
    wait: readWait(flags),
    exitZero: isSet(flags, "exit-zero"),
    dryRun,
    postCheck: isSet(flags, "post-check"),
    warnings: [
      ...(command === "gate" && policyFlag("fail-on", value("fail-on")) !== undefined ? [failOnOfGate] : []),
      ...(value("wait") === undefined ? ["interval", "stable"].filter(value).map(withoutWait) : []),
    ],
  };
}

/** A plan is no report: the formats of other tools have no place for it. */
function plannable(outputs: readonly OutputTarget[]): readonly OutputTarget[] {
  const other = outputs.find(({ format }) => format !== "text" && format !== "json");
  if (other === undefined) return outputs;
  throw new UsageError(
    `--dry-run cannot be written as ${other.format}`,
    "Use -o text or -o json with --dry-run.",
  );
}

function readWait(flags: CommandInput["flags"]): WaitSettings | undefined {
  const forMs = durationFlag("wait", flagValue(flags, "wait"));
  const intervalMs = durationFlag("interval", flagValue(flags, "interval"));
  const stable = integerFlag("stable", flagValue(flags, "stable"), 1) ?? 1;
  return forMs === undefined ? undefined : { forMs, intervalMs, stable };
}

function withoutWait(name: string): Diagnostic {
  return {
    severity: "warning",
    code: "flag-without-effect",
    summary: `--${name} has no effect without --wait`,
    hint: "Say how long to wait: --wait 30m.",
  };
}

const failOnOfGate: Diagnostic = {
  severity: "warning",
  code: "flag-without-effect",
  summary: "--fail-on has no effect on a gate",
  hint: "A gate is judged by --close-on and the manifest's closeOn.",
};

/** An object with the key only where there is a value. */
function given<K extends string, T>(key: K, value: T | undefined): { readonly [name in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [name in K]?: T };
}
