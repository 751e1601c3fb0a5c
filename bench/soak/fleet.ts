// The fleet of the soak: two accounts whose clusters are upgraded while a gate waits for them.
import {
  type AlibabaAccountScenario,
  type HuaweiAccountScenario,
  listClusters,
  type Scenario,
} from "@upgradectl/simulator";

const ack = { from: "1.31.9-aliyun.1", to: "1.32.1-aliyun.1" };
const cce = { from: "v1.28.5-r0", to: "v1.29.8-r4" };
const key = { accessKeyId: "SOAKKEY0000000000001", accessKeySecret: "soak-secret" };
const user = { username: "reader", password: "soak-password", domainName: "acme" };
const projectId = "0123456789abcdef0123456789abcdef";
const groups = 10;

/** Upgrades of the groups begin one after the other, and the last end when nine tenths of the time are over. */
export function scenarioOf(clusters: number, minutes: number): Scenario {
  const each = Math.floor(clusters / 2 / groups);
  const lengthS = minutes * 6;
  const groupsOf = (versions: typeof ack) =>
    Array.from({ length: groups }, (_, at) => {
      const startsIn = Math.round((at * (minutes * 54 - lengthS)) / (groups - 1));
      const operation = { to: versions.to, startsIn: `${startsIn}s`, duration: `${lengthS - 70}s` };
      return { name: `group-${at}`, version: versions.from, count: each, operations: [operation] };
    });
  const never = { name: "never", version: ack.from, operations: [{ to: ack.to, duration: "30d" }] };
  const huawei: HuaweiAccountScenario = {
    ...{ cloud: "huawei", name: "cce", region: "cn-north-4", projectId, domainName: user.domainName },
    users: [{ name: user.username, password: user.password }],
    tokenLifetime: "2m",
    clusters: groupsOf(cce),
  };
  const alibaba: AlibabaAccountScenario = {
    ...{ cloud: "alibaba", name: "ack", region: "cn-hangzhou", ...key },
    clusters: [...groupsOf(ack), never],
  };
  return { accounts: [huawei, alibaba] };
}

/** Base URLs of the accounts. */
export interface Addresses {
  readonly cce: string;
  readonly ack: string;
}

export function manifestOf(scenario: Scenario, urls: Addresses): object {
  const huawei = {
    ...{ region: "cn-north-4", projectId, credentials: user },
    ...{ endpoint: urls.cce, iamEndpoint: urls.cce },
  };
  const alibaba = { region: "cn-hangzhou", endpoint: urls.ack, credentials: key };
  return {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    providers: {
      cce: { source: "huawei-cce", config: huawei },
      ack: { source: "alibaba-ack", config: alibaba },
    },
    clusters: listClusters(scenario).map(({ account, name, id }) => ({
      ...{ name: `${account}-${name}`, id, provider: account },
      targetVersion: account === "cce" ? cce.to : ack.to,
    })),
  };
}
