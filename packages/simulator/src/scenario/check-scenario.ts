import { actionsOf } from "../clouds/actions.ts";
import type { FaultScenario } from "./base-scenario.ts";
import { listClusters } from "./build-world.ts";
import { checkOperation } from "./check-operation.ts";
import { checkSearchCluster } from "./check-search-cluster.ts";
import { parseDuration } from "./duration.ts";
import type { AccountScenario, ClusterScenario, OperationScenario, Scenario } from "./scenario.ts";
import { checkSignIns, hasWayIn } from "./sign-in-check.ts";
import { signInDurations } from "./sign-in-schema.ts";
import type { Finding } from "./validate-scenario.ts";
import { wrongWord } from "./wrong-word.ts";

type Path = Finding["path"];

/** What a schema cannot say: names that must be unique, references, members that exclude each other. */
export function checkScenario(scenario: Scenario): readonly Finding[] {
  return [
    ...checkNames(scenario),
    ...checkKeys(scenario),
    ...checkSignIns(scenario),
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
  const hint = "add `accessKeyId` and `secretAccessKey`, or `token`, `users` ...";
  if ((account.accessKeyId === undefined) !== (account.secretAccessKey === undefined))
    return [{ path, message: "`accessKeyId` and `secretAccessKey` belong together", hint }];
  if (account.accessKeyId !== undefined || account.token !== undefined || hasWayIn(account)) return [];
  return [{ path, message: "nothing could sign in to this account", hint }];
}

function checkCluster(account: AccountScenario, cluster: ClusterScenario, path: Path): readonly Finding[] {
  return [
    ...checkFaults(account, cluster.faults, path),
    ...checkResponses(account, cluster.responses, path),
    ...checkCourseOf(account, cluster, path),
  ];
}

function checkCourseOf(account: AccountScenario, cluster: ClusterScenario, path: Path): readonly Finding[] {
  if ("service" in cluster && cluster.service === "css")
    return checkSearchCluster(cluster, account.region, path);
  const operations: readonly OperationScenario[] = cluster.operations ?? [];
  return operations.flatMap((operation, index) =>
    checkOperation(account.cloud, cluster, operation, [...path, "operations", index]),
  );
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
  ...signInDurations,
]);

function duplicates<T>(items: readonly T[], keyOf: (item: T) => string): { index: number; key: string }[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    if (seen.has(key)) return [{ index, key }];
    seen.add(key);
    return [];
  });
}
