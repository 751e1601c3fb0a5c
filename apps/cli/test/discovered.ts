import type {
  AlibabaClusterScenario,
  HuaweiAccountScenario,
  HuaweiClusterScenario,
} from "@upgradectl/simulator";
import { expect } from "vitest";
import { alibaba, huawei, manifest, secrets, simulate } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

/** The providers of `providersAt`. */
export const providers = ["hw", "auto", "css", "ali"] as const;
type Provider = (typeof providers)[number];

/** A cluster of a scenario, whatever the cloud. */
export interface ClusterScenario {
  readonly name: string;
  readonly version: string;
  readonly [more: string]: unknown;
}

type Account = Pick<HuaweiAccountScenario, "faults" | "cssLargestPage">;

const services = { hw: "cce", auto: "cce-autopilot", css: "css" } as const;

/** A folder with a manifest that knows the account of one provider with these clusters; Huawei's takes `changes`. */
export async function accountFolder(
  provider: Provider,
  clusters: readonly ClusterScenario[],
  changes: Account = {},
): Promise<string> {
  const simulator = await simulate(
    provider === "ali"
      ? alibaba(clusters as readonly AlibabaClusterScenario[])
      : huawei(
          clusters.map(
            (cluster) => ({ ...cluster, service: services[provider] }) as unknown as HuaweiClusterScenario,
          ),
          changes,
        ),
  );
  const known = { name: "known", id: "id-0", provider, targetVersion: "1" };
  return folderWith({ "fleet.yaml": manifest(simulator.url, [known]) });
}

/** Keys of both accounts, as the vendors' own tools find them. */
const env = {
  HUAWEICLOUD_SDK_AK: "HWTESTKEY00000000001",
  HUAWEICLOUD_SDK_SK: secrets.huawei,
  ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tTestKey000000001",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: secrets.alibaba,
};

export function discover(provider: Provider, cwd: string, ...flags: readonly string[]) {
  return runCli(["discover", "--provider", provider, "fleet.yaml", ...flags], { cwd });
}

/** What `check` finds of a manifest that `discover` wrote; fails where `validate` does not accept it. */
export async function check(text: string) {
  const cwd = await folderWith({ "live.yaml": text });
  const valid = await runCli(["validate", "live.yaml"], { cwd, env });
  expect({ code: valid.code, stderr: valid.stderr }).toEqual({ code: 0, stderr: "" });
  return reportOf(await runCli(["check", "live.yaml", "-o", "json"], { cwd, env }));
}
