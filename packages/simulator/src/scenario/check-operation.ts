import type { OperationBase } from "./base-scenario.ts";
import { planOf } from "./build-operation.ts";
import { cloudForms } from "./cloud-forms.ts";
import type { CceAutopilotClusterScenario, CceClusterScenario } from "./huawei-scenario.ts";
import type { AlibabaClusterScenario, OperationScenario } from "./scenario.ts";
import type { Finding } from "./validate-scenario.ts";
import type { CloudName } from "./world.ts";
import { wrongWord } from "./wrong-word.ts";

type Path = Finding["path"];
type KubernetesScenario = CceClusterScenario | CceAutopilotClusterScenario | AlibabaClusterScenario;

/** What a schema cannot say of an operation of CCE, Autopilot or ACK. */
export function checkOperation(
  cloud: CloudName,
  cluster: KubernetesScenario,
  operation: OperationScenario,
  path: Path,
): readonly Finding[] {
  const { steps } = planOf(operation, { forms: cloudForms[cloud], startedAt: 0 });
  const findings = [...checkCourse(operation, steps, path)];
  if ("nodePool" in operation || operation.kind === "node-pool")
    findings.push(...checkNodePool(cluster, operation, path));
  if (operation.preCheck !== undefined)
    findings.push(...checkPreCheck(operation, steps, [...path, "preCheck"]));
  return findings;
}

/** What every operation needs: times and steps that agree with each other. */
export function checkCourse(
  operation: OperationBase,
  steps: readonly { readonly name: string; readonly ms: number }[],
  path: Path,
): readonly Finding[] {
  const names = [...new Set(steps.map((step) => step.name))];
  const findings: Finding[] = [];
  if (operation.steps !== undefined && operation.duration !== undefined)
    findings.push({ path, message: "`steps` have durations of their own", hint: "remove `duration`" });
  if (operation.startedAgo !== undefined && operation.startsIn !== undefined)
    findings.push({
      path,
      message: "`startedAgo` and `startsIn` exclude each other",
      hint: "keep one of them",
    });
  if (steps.length === 0 || steps.some((step) => step.ms <= 0))
    findings.push({
      path,
      message: "every operation needs steps that take time",
      hint: "write `duration: 30m`",
    });
  if (operation.stopsAt !== undefined && !names.includes(operation.stopsAt))
    findings.push(wrongWord([...path, "stopsAt"], "step", operation.stopsAt, names));
  return findings;
}

function checkNodePool(cluster: KubernetesScenario, operation: OperationScenario, path: Path): Finding[] {
  const pools = "nodePools" in cluster ? (cluster.nodePools ?? []).map((pool) => pool.name) : [];
  const named = "nodePool" in operation ? operation.nodePool : undefined;
  if (operation.kind !== "node-pool")
    return [{ path, message: "only a node-pool operation has a `nodePool`", hint: "add `kind: node-pool`" }];
  if (named === undefined)
    return [{ path, message: "the operation names no pool", hint: "add `nodePool: <name>`" }];
  return pools.includes(named) ? [] : [wrongWord([...path, "nodePool"], "node pool", named, pools)];
}

function checkPreCheck(
  operation: OperationScenario,
  steps: readonly { readonly name: string }[],
  path: Path,
): Finding[] {
  if ("workflow" in operation && operation.workflow === false)
    return [
      {
        path,
        message: "a bare task has no check before it",
        hint: "remove `preCheck`, or `workflow: false`",
      },
    ];
  if (steps.some(({ name }) => name === "PreCheck")) return [];
  return [
    { path, message: "the operation has no step `PreCheck`", hint: "add the step, or remove `preCheck`" },
  ];
}
