import type { Cluster, ConnectedInstance, Diagnostic } from "@upgradectl/core";
import type { ProgramUse, Read } from "@upgradectl/provider-sdk";
import type { PresentationSettings } from "./check-settings.ts";
import type { CommandInput } from "./command-input.ts";
import { writeOutput } from "./outputs.ts";
import { chooseColors, type Paint } from "./views/colors.ts";
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
  readonly purpose?: Read["purpose"];
}

/** What `--dry-run` prints: the selected clusters and the requests that reading them may take. Asks nothing. */
export async function writePlan(plan: Plan, { world, version, redactor }: CommandInput): Promise<void> {
  const accounts = [...plan.connected.values()].map((connected) => ({
    provider: connected.instance.name,
    requests: requestsOf(connected, "account", plan),
    programs: programsOf(connected, "account"),
  }));
  const clusters = plan.clusters.map((cluster) => ({
    name: cluster.name,
    provider: cluster.instance.name,
    id: cluster.id,
    expected: { version: cluster.target.text, ...cluster.expect },
    location: cluster.location,
    requests: requestsOf(plan.connected.get(cluster.instance.key), "cluster", plan, cluster),
    programs: programsOf(plan.connected.get(cluster.instance.key), "cluster"),
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
    const text = target.format === "json" ? renderJson(json) : renderPlan(plan, paint);
    await writeOutput(target, redactor.text(text), world);
  }
}

/** A provider's requests are the same for each of its clusters, so they are said once. */
function renderPlan(plan: Plan, paint: Paint): string {
  const byInstance = Map.groupBy(plan.clusters, ({ instance }) => instance);
  const providers = [...byInstance].map(([instance, clusters]) => {
    const connected = plan.connected.get(instance.key);
    const ofAccount = requestsOf(connected, "account", plan);
    const linesOf = (requests: readonly PlannedRequest[], per?: ProgramUse["per"]) => [
      ...requests.map(describe),
      ...(per === undefined ? [] : programsOf(connected, per).map((action) => `    ${plainText(action)}`)),
    ];
    const parts: readonly (readonly [string, readonly string[]])[] = [
      ["to sign in", linesOf(ofAccount.filter(({ purpose }) => purpose === "sign-in"))],
      [
        "for the account",
        linesOf(
          ofAccount.filter(({ purpose }) => purpose !== "sign-in"),
          "account",
        ),
      ],
      [
        clusters.length === 1 ? "for the cluster" : "for each cluster",
        linesOf(requestsOf(connected, "cluster", plan), "cluster"),
      ],
    ];
    return [
      paint(
        "bold",
        plainText(`${instance.name} (${instance.source}): ${plural(clusters.length, "cluster")}`),
      ),
      ...clusters.map(
        ({ name, id, target }) => `  ${plainText(`${name}, id ${id}, declared ${target.text}`)}`,
      ),
      ...parts.flatMap(([title, lines]) =>
        lines.length === 0 ? [] : [`  ${paint("dim", title)}`, ...lines],
      ),
    ].join("\n");
  });
  const end = `${plural(plan.clusters.length, "cluster")} selected; nothing was asked of any cloud.`;
  return `${[...providers, end].join("\n\n")}\n`;
}

function programsOf(connected: ConnectedInstance | undefined, per: ProgramUse["per"]): readonly string[] {
  const programs = connected?.connection.programs ?? [];
  return programs.filter((program) => program.per === per).map(({ action }) => action);
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
  return reads
    .filter((read) => (read.per ?? "cluster") === per)
    .filter((read) => connected.transport.mayRead(read))
    .filter((read) => read.purpose !== "post-check" || postCheck)
    .map((read) => ({
      action: read.action,
      method: read.method ?? "GET",
      url: (services.get(read.service ?? "default") ?? "") + fillPath(read.path, connected, cluster),
      ...(read.when === undefined ? {} : { when: read.when }),
      ...(read.purpose === undefined ? {} : { purpose: read.purpose }),
    }));
}

/** Fills in the cluster's id and what the configuration has under the parameter's own name (`project_id`: `projectId`). */
function fillPath(path: string, { instance }: ConnectedInstance, cluster: Cluster | undefined): string {
  const known = new Map(Object.entries(instance.config).map(([key, value]) => [key.toLowerCase(), value]));
  return path.replace(/\{([^{}]+)\}/g, (placeholder, name: string) => {
    const key = name.toLowerCase().replaceAll("_", "");
    if (cluster !== undefined && (key === "clusterid" || key === "id")) return cluster.id;
    const value = known.get(key);
    return typeof value === "string" ? value : placeholder;
  });
}

function describe({ action, method, url, when }: PlannedRequest): string {
  return `    ${plainText(`${action}: ${method} ${url}${when === undefined ? "" : `, ${when}`}`)}`;
}
