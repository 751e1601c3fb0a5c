import type { Cluster, ConnectedInstance, Diagnostic } from "@upgradectl/core";
import type { Read } from "@upgradectl/provider-sdk";
import type { PresentationSettings } from "./check-settings.ts";
import type { CommandInput } from "./command-input.ts";
import { writeOutput } from "./outputs.ts";
import { chooseColors } from "./views/colors.ts";
import { renderJson } from "./views/json.ts";
import { plainText, plural } from "./views/plain-text.ts";

export interface Plan extends PresentationSettings {
  readonly command: string;
  readonly startedAt: number;
  readonly clusters: readonly Cluster[];
  readonly connected: ReadonlyMap<string, ConnectedInstance>;
  readonly postCheck: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

interface PlannedRequest {
  readonly action: string;
  readonly method: string;
  readonly url: string;
  /** For people; absent where it is always made. */
  readonly when?: string;
}

/** What `--dry-run` prints: the selected clusters and the requests that reading them may take. Asks nothing. */
export async function writePlan(plan: Plan, { world, version, redactor }: CommandInput): Promise<void> {
  const accounts = [...plan.connected.values()].map((connected) => ({
    provider: connected.instance.name,
    requests: requestsOf(connected, "account", plan),
  }));
  const clusters = plan.clusters.map((cluster) => ({
    name: cluster.name,
    provider: cluster.instance.name,
    id: cluster.id,
    expected: { version: cluster.target.text, ...cluster.expect },
    location: cluster.location,
    requests: requestsOf(plan.connected.get(cluster.instance.key), "cluster", plan, cluster),
  }));
  const finishedAt = world.clock.now();
  const json = {
    formatVersion: "1.0",
    tool: { name: "upgradectl", version },
    command: plan.command,
    dryRun: true,
    startedAt: new Date(plan.startedAt).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
    durationMs: finishedAt - plan.startedAt,
    complete: false,
    exitCode: 0,
    plan: { accounts, clusters },
    diagnostics: plan.diagnostics,
  };
  for (const target of plan.outputs) {
    const paint = chooseColors(target.file === undefined ? plan.color : "never", world.stdout, world.env);
    const heading = (text: string) => paint("bold", plainText(text));
    const lines = [
      ...accounts.flatMap(({ provider, requests }) =>
        requests.length === 0 ? [] : [heading(`provider ${provider}`), ...requests.map(describe)],
      ),
      ...clusters.flatMap(({ name, provider, expected, requests }) => [
        heading(`${name} (${provider}), declared ${expected.version}`),
        ...requests.map(describe),
      ]),
      "",
      `${plural(clusters.length, "cluster")} selected; nothing was asked of any cloud.`,
    ];
    const text = target.format === "json" ? renderJson(json) : `${lines.join("\n")}\n`;
    await writeOutput(target, redactor.text(text), world);
  }
}

function requestsOf(
  connected: ConnectedInstance | undefined,
  per: NonNullable<Read["per"]>,
  { postCheck }: Pick<Plan, "postCheck">,
  cluster?: Cluster,
): readonly PlannedRequest[] {
  if (connected === undefined) return [];
  const services = connected.transport.services();
  const { reads } = connected.instance.plugin.definition;
  return (
    reads
      .filter((read) => (read.per ?? "cluster") === per)
      // Of a service that the plugin did not open, nothing can be asked.
      .filter((read) => services.has(read.service ?? "default"))
      .filter((read) => read.purpose !== "post-check" || postCheck)
      .map((read) => ({
        action: read.action,
        method: read.method ?? "GET",
        url: (services.get(read.service ?? "default") ?? "") + fillPath(read.path, connected, cluster),
        ...(read.when === undefined ? {} : { when: read.when }),
      }))
  );
}

/** Fills in the cluster's id and what the configuration has under the parameter's own name (`project_id`: `projectId`). */
function fillPath(path: string, { instance }: ConnectedInstance, cluster: Cluster | undefined): string {
  const known = new Map(Object.entries(instance.config).map(([key, value]) => [key.toLowerCase(), value]));
  return path.replace(/\{([^}]+)\}/g, (placeholder, name: string) => {
    const key = name.toLowerCase().replaceAll("_", "");
    if (cluster !== undefined && (key === "clusterid" || key === "id")) return cluster.id;
    const value = known.get(key);
    return typeof value === "string" ? value : placeholder;
  });
}

function describe({ action, method, url, when }: PlannedRequest): string {
  return plainText(`${method} ${url}  ${action}${when === undefined ? "" : `, ${when}`}`).replace(/^/, "  ");
}
