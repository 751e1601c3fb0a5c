import { buildSearchOperations } from "./build-search-operation.ts";
import type { CssClusterScenario, CssImageScenario } from "./css-scenario.ts";
import { deriveUuid } from "./derive-id.ts";
import type { SearchCluster, SearchImage } from "./world.ts";

export interface SearchContext {
  readonly region: string;
  readonly startedAt: number;
  /** What ids are derived from. */
  readonly names: readonly string[];
}

/** The parts of a cluster that only CSS has. */
export function buildSearchCluster(
  scenario: CssClusterScenario,
  context: SearchContext,
): Pick<
  SearchCluster,
  "service" | "image" | "engine" | "nodes" | "actions" | "isEos" | "images" | "operations"
> {
  const cluster = {
    service: "css",
    version: scenario.version,
    image: scenario.image ?? `${scenario.version}_24.3.0_0827`,
    engine: scenario.engine ?? "elasticsearch",
    nodes: buildNodes(scenario, context),
    actions: scenario.actions ?? [],
    isEos: scenario.isEos ?? false,
  } as const;
  const offered = scenario.images ?? [];
  return {
    ...cluster,
    images: offered.map((image, index) => buildImage(image, cluster, offered.length - index)),
    operations: buildSearchOperations(scenario.operations ?? [], cluster, context),
  };
}

/** Nodes are named as in the vendor's samples (2025-01): `css-test-ess-esn-1-1`. */
function buildNodes(scenario: CssClusterScenario, { region, names }: SearchContext): SearchCluster["nodes"] {
  const { nodes = 3, zones = [`${region}a`] } = scenario;
  const type = scenario.engine === "logstash" ? "lgs-lgn" : "ess-esn";
  const nodeNames =
    typeof nodes === "number"
      ? Array.from({ length: nodes }, (_, index) => `${names.at(-1)}-${type}-${index + 1}-1`)
      : nodes;
  return nodeNames.map((name, index) => ({
    id: deriveUuid(...names, name),
    name,
    zone: zones[index % zones.length] ?? `${region}a`,
  }));
}

function buildImage(
  image: CssImageScenario,
  cluster: Pick<SearchCluster, "version" | "engine">,
  priority: number,
): SearchImage {
  const { name, version = cluster.version, engine = cluster.engine } = image;
  return {
    id: deriveUuid("image", name),
    name,
    version,
    engine,
    priority: image.priority ?? priority,
    description: image.description ?? `Image ${name} of ${engine} ${version}.`,
  };
}
