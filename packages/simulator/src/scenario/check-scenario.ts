import { actionsOf } from "../clouds/actions.ts";
import { planOf } from "./build-operation.ts";
import { listClusters } from "./build-world.ts";
import { cloudForms } from "./cloud-forms.ts";
import { parseDuration } from "./duration.ts";
import { findNearest } from "./nearest.ts";
import type {
  AccountScenario,
  ClusterScenario,
  FaultScenario,
  OperationScenario,
  Scenario,
} from "./scenario.ts";
import type { Finding } from "./validate-scenario.ts";

type Path = Finding["path"];

/** What a schema cannot say: names that must be unique, references, members that exclude each other. */
export function checkScenario(scenario: Scenario): readonly Finding[] {
  return [
    ...checkNames(scenario),
    ...checkKeys(scenario),
    ...scenario.accounts.flatMap((account, index) => checkAccount(account, ["accounts", index])),
    ...checkDurations(scenario, []),
  ];
}

function checkNames(scenario: Scenario): Finding[] {
  const findings = duplicates(scenario.accounts, (account) => account.name).map(({ index, key }) => ({
    path: ["accounts", index, "name"],
    message: `there is another account named "${key}"`,
    hint: "names of accounts are unique",
  }));
  const ids = duplicates(listClusters(scenario), ({ cloud, id }) => `${cloud} ${id}`);
  const first = ids[0];
  if (first === undefined) return findings;
  const cluster = listClusters(scenario)[first.index];
  const account = scenario.accounts.findIndex(({ name }) => name === cluster?.account);
  return [
    ...findings,
    {
      path: ["accounts", account, "clusters"],
      message: `two clusters have the id "${cluster?.id}" (the later one is "${cluster?.name}")`,
      hint: "give clusters different names, or different ids",
    },
  ];
}

/** One access key may serve several projects or regions, but it is one key. */
function checkKeys(scenario: Scenario): Finding[] {
  const seen = new Map<string, string>();
  return scenario.accounts.flatMap((account, index) => {
    if (account.accessKeyId === undefined) return [];
    const key = `${account.cloud} ${account.accessKeyId}`;
    const secret = account.cloud === "huawei" ? account.secretAccessKey : account.accessKeySecret;
    const pair = JSON.stringify([secret, account.securityToken ?? null]);
    const before = seen.get(key) ?? pair;
    seen.set(key, before);
    if (before === pair) return [];
    const message = "an account above has the same accessKeyId with another secret or token";
    return [{ path: ["accounts", index, "accessKeyId"], message, hint: "one key has one secret" }];
  });
}

function checkAccount(account: AccountScenario, path: Path): Finding[] {
  return [
    ...checkCredentials(account, path),
    ...checkFaults(account, account.faults, path),
    ...checkResponses(account, account.responses, path),
    ...account.clusters.flatMap((cluster: ClusterScenario, index) =>
      checkCluster(account, cluster, [...path, "clusters", index]),
    ),
  ];
}

function checkCredentials(account: AccountScenario, path: Path): Finding[] {
  if (account.cloud !== "huawei") return [];
  const hint = "add `accessKeyId` and `secretAccessKey`, or `token`";
  if ((account.accessKeyId === undefined) !== (account.secretAccessKey === undefined))
    return [{ path, message: "`accessKeyId` and `secretAccessKey` belong together", hint }];
  if (account.accessKeyId !== undefined || account.token !== undefined) return [];
  return [{ path, message: "nothing could sign in to this account", hint }];
}

function checkCluster(account: AccountScenario, cluster: ClusterScenario, path: Path): Finding[] {
  return [
    ...checkFaults(account, cluster.faults, path),
    ...checkResponses(account, cluster.responses, path),
    ...(cluster.operations ?? []).flatMap((operation: OperationScenario, index) =>
      checkOperation(account, cluster, operation, [...path, "operations", index]),
    ),
  ];
}

function checkOperation(
  account: AccountScenario,
  cluster: ClusterScenario,
  operation: OperationScenario,
  path: Path,
): Finding[] {
  const { steps } = planOf(operation, { forms: cloudForms[account.cloud], startedAt: 0 });
  const names = steps.map((step) => step.name);
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
  if ("nodePool" in operation || operation.kind === "node-pool")
    findings.push(...checkNodePool(cluster, operation, path));
  return findings;
}

function checkNodePool(cluster: ClusterScenario, operation: OperationScenario, path: Path): Finding[] {
  const pools = "nodePools" in cluster ? (cluster.nodePools ?? []).map((pool) => pool.name) : [];
  const named = "nodePool" in operation ? operation.nodePool : undefined;
  if (operation.kind !== "node-pool")
    return [{ path, message: "only a node-pool operation has a `nodePool`", hint: "add `kind: node-pool`" }];
  if (named === undefined)
    return [{ path, message: "the operation names no pool", hint: "add `nodePool: <name>`" }];
  return pools.includes(named) ? [] : [wrongWord([...path, "nodePool"], "node pool", named, pools)];
}

function checkFaults(
  account: AccountScenario,
  faults: readonly FaultScenario[] | undefined,
  path: Path,
): Finding[] {
  const actions = actionsOf(account.cloud);
  return (faults ?? []).flatMap((fault, index) => {
    const at = [...path, "faults", index];
    const findings: Finding[] = [];
    if (fault.action !== undefined && !actions.includes(fault.action))
      findings.push(wrongWord([...at, "action"], "call", fault.action, actions));
    if ((fault.kind === "slow") !== (fault.delay !== undefined))
      findings.push({
        path: at,
        message: "`slow` and `delay` belong together",
        hint: "write `kind: slow` with `delay: 5s`",
      });
    return findings;
  });
}

function checkResponses(account: AccountScenario, responses: object | undefined, path: Path): Finding[] {
  const actions = actionsOf(account.cloud);
  return Object.keys(responses ?? {})
    .filter((action) => !actions.includes(action))
    .map((action) => ({
      ...wrongWord([...path, "responses", action], "call", action, actions),
      atKey: true,
    }));
}

/** The schema knows how durations look, not how long they may be. */
function checkDurations(value: unknown, path: Path): Finding[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => checkDurations(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === "responses") return [];
    if (!durationKeys.has(key) || typeof member !== "string") return checkDurations(member, [...path, key]);
    if (parseDuration(member) !== null) return [];
    return [
      { path: [...path, key], message: `"${member}" is too long`, hint: "durations go up to ten years" },
    ];
  });
}

const durationKeys = new Set([
  "latency",
  "startedAgo",
  "startsIn",
  "queuedFor",
  "duration",
  "settle",
  "delay",
]);

function wrongWord(path: Path, what: string, found: string, known: readonly string[]): Finding {
  const near = findNearest(found, known);
  const hint = near === undefined ? `there are: ${known.join(", ") || "none"}` : `did you mean \`${near}\`?`;
  return { path, message: `there is no ${what} "${found}"`, hint };
}

function duplicates<T>(items: readonly T[], keyOf: (item: T) => string): { index: number; key: string }[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    if (seen.has(key)) return [{ index, key }];
    seen.add(key);
    return [];
  });
}
