import { startSimulator } from "@upgradectl/simulator";
import { onTestFinished } from "vitest";
import { huawei, manifest, providersAt } from "../clouds.ts";
import { type CliResult, folderWith, type OnEnd, runCli } from "../run-cli.ts";

/** Of a healthy cluster. */
export const good = `{ version: "1.0", state: { condition: "ready", raw: "ok" }, operations: [] }`;
export const never = "await new Promise(() => {});";

/** A module with this way of observing. */
export function plugin(observe: string, { top = "", connect = "", members = "" } = {}): string {
  return `${top}
export default { contract: 1, name: "acme", config: { type: "object", properties: {} }, cluster: {}, ${members}
  reads: [{ action: "Show", path: "/c/{id}" }],
  async connect({ http, env }) { ${connect}
    return { async observe(cluster, signal) { ${observe} } }; } };`;
}

/** The manifest of a healthy cluster beside these plugins, and what came of it. */
export async function besideHealthy(
  sources: readonly string[],
  args: readonly string[] = [],
  onEnd: OnEnd = onTestFinished,
): Promise<CliResult> {
  const account = huawei([{ name: "payments", id: "p-1", version: "v1.29.8-r4" }]);
  const simulator = await startSimulator({ scenario: { accounts: [account] } });
  onEnd(() => simulator.close());
  const files = sources.map((source, index) => [`acme-${index}.mjs`, source]);
  const fleet = manifest(simulator.url, [
    { name: "payments", id: "p-1", provider: "hw", targetVersion: "1.29" },
    ...sources.map((_, index) => {
      const name = `odd-${index}`;
      return { name, id: name, provider: `./acme-${index}.mjs`, targetVersion: "1.0" };
    }),
  ]);
  const providers = { hw: providersAt(simulator.url).hw };
  const cwd = await folderWith(
    { "upgradectl.yaml": { ...fleet, providers }, ...Object.fromEntries(files) },
    onEnd,
  );
  return runCli(["gate", "-o", "json", ...args], { cwd });
}
