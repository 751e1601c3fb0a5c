import { planOf } from "./build-search-operation.ts";
import { checkCourse } from "./check-operation.ts";
import type { CssClusterScenario, CssOperationScenario } from "./css-scenario.ts";
import type { Finding } from "./validate-scenario.ts";
import { wrongWord } from "./wrong-word.ts";

type Path = Finding["path"];

/** What a schema cannot say of a CSS cluster. */
export function checkSearchCluster(
  cluster: CssClusterScenario,
  region: string,
  path: Path,
): readonly Finding[] {
  const { nodes = 3, operations = [] } = cluster;
  const zones = [
    ...(cluster.zones ?? [`${region}a`]),
    ...operations.filter(({ kind }) => kind === "zone-switch").map(({ to }) => to),
  ];
  const count = typeof nodes === "number" ? nodes : nodes.length;
  return [
    ...(typeof nodes === "number" ? [] : repeated(nodes, [...path, "nodes"], "node")),
    ...repeated(
      (cluster.images ?? []).map(({ name }) => name),
      [...path, "images"],
      "image",
    ),
    ...operations.flatMap((operation, index) =>
      checkSearchOperation(operation, { count, zones }, [...path, "operations", index]),
    ),
  ];
}

function checkSearchOperation(
  operation: CssOperationScenario,
  { count, zones }: { readonly count: number; readonly zones: readonly string[] },
  path: Path,
): readonly Finding[] {
  const { kind, outcome, stopsAfterNodes, from, batchSize = 1 } = operation;
  const { plan } = planOf(operation, [["one"]], 0);
  const findings = [...checkCourse(operation, plan.steps, path)];
  for (const member of ["image", "engine"] as const)
    if (operation[member] !== undefined && kind !== "version")
      findings.push({
        path: [...path, member],
        message: `only a version operation has \`${member}\``,
        hint: "add `kind: version`",
      });
  if (kind === "zone-switch" && from !== undefined && !zones.includes(from))
    findings.push(wrongWord([...path, "from"], "availability zone", from, zones));
  if (stopsAfterNodes !== undefined && stopsAfterNodes >= count)
    findings.push({
      path: [...path, "stopsAfterNodes"],
      message: `it cannot stop after ${stopsAfterNodes} of ${count} nodes`,
      hint: "write a smaller number, or remove `outcome`",
    });
  if (outcome === "partially-failed" && (count <= batchSize || stopsAfterNodes === 0))
    findings.push({
      path: [...path, "outcome"],
      message: "a part of the nodes must be done, and a part not",
      hint: "use more `nodes` than `batchSize`, and `stopsAfterNodes` from 1, or `outcome: failed`",
    });
  return findings;
}

function repeated(names: readonly string[], path: Path, what: string): Finding[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ path: [...path, index], message: `there is another ${what} "${name}"`, hint: "names are unique" }],
  );
}
