import type { Cluster, Diagnostic, PolicyTerm, TransportSettings } from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import { durationFlag, flagValue, integerFlag, isSet, policyFlag, selectorFlag, single } from "./options.ts";
import { checkOutputs, type OutputTarget, outputFlag } from "./outputs.ts";
import { chooseColors } from "./views/colors.ts";

/** The flags of `check` and `gate`, read and checked. */
export interface CheckSettings {
  readonly outputs: readonly OutputTarget[];
  readonly color: string;
  readonly selects: (cluster: Cluster) => boolean;
  readonly transport: TransportSettings;
  readonly policy: { readonly failOn?: readonly PolicyTerm[]; readonly closeOn?: readonly PolicyTerm[] };
  readonly timeoutMs: number | undefined;
  readonly exitZero: boolean;
  readonly dryRun: boolean;
  readonly postCheck: boolean;
  /** About flags that were given without an effect. */
  readonly warnings: readonly Diagnostic[];
}

export type PresentationSettings = Pick<CheckSettings, "outputs" | "color">;

/** The flags that every reporting command has. Throws a `UsageError`. */
export async function readPresentation({ flags, world }: CommandInput): Promise<PresentationSettings> {
  const color = single("color", flagValue(flags, "color")) ?? "auto";
  chooseColors(color, world.stdout, world.env);
  const outputs = outputFlag(flagValue(flags, "output"));
  await checkOutputs(outputs, world);
  return { outputs, color };
}

export async function readCheckSettings(
  command: "check" | "gate",
  input: CommandInput,
): Promise<CheckSettings> {
  const { flags } = input;
  const value = (name: string) => flagValue(flags, name);
  return {
    ...(await readPresentation(input)),
    selects: selectorFlag(value("selector")),
    transport: {
      ...given("concurrency", integerFlag("concurrency", value("concurrency"), 1)),
      ...given("requestTimeoutMs", durationFlag("request-timeout", value("request-timeout"))),
      ...given("retries", integerFlag("retries", value("retries"), 0)),
    },
    policy:
      command === "check"
        ? given("failOn", policyFlag("fail-on", value("fail-on")))
        : given("closeOn", policyFlag("close-on", value("close-on"))),
    timeoutMs: durationFlag("timeout", value("timeout")),
    exitZero: isSet(flags, "exit-zero"),
    dryRun: isSet(flags, "dry-run"),
    postCheck: isSet(flags, "post-check"),
    warnings:
      command === "gate" && policyFlag("fail-on", value("fail-on")) !== undefined ? [failOnOfGate] : [],
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
