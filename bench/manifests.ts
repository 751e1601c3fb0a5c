import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { idOf, regionOf, versions } from "./server/answers.ts";

export type Api = "bench" | "ack";

export interface ManifestOptions {
  /** `bench` is read by the provider beside this file, `ack` by the official one. */
  readonly api: Api;
  readonly clusters: number;
  readonly url: string;
  /** Whether the bench's provider lists the account. The official one always does. */
  readonly list: boolean;
  /** Where the manifest will stand. */
  readonly folder: string;
}

const provider = fileURLToPath(new URL("provider/provider.js", import.meta.url));
const key = "BENCHMARKKEY";
const secret = "benchmark-secret";

/** A manifest of an account's clusters, each at its version. */
export function writeFleet(options: ManifestOptions): string {
  const { api, clusters } = options;
  const rows = Array.from(
    { length: clusters },
    (_, index) => `  - name: cluster-${index}
    id: ${idOf(index)}
    targetVersion: ${versions[api]}
    labels: { env: prod, team: payments }
`,
  );
  return `apiVersion: upgradectl.dev/v1
kind: Fleet
providers:
  bench:
${configOf(options)}
defaults:
  provider: bench
clusters:
${rows.join("")}`;
}

function configOf({ api, clusters, url, list, folder }: ManifestOptions): string {
  if (api === "ack")
    return `    source: alibaba-ack
    config:
      endpoint: ${url}
      region: ${regionOf(clusters)}
      credentials: { accessKeyId: ${key}, accessKeySecret: ${secret} }`;
  const path = relative(folder, provider).replaceAll("\\", "/");
  return `    source: ${path.startsWith(".") ? path : `./${path}`}
    config:
      endpoint: ${url}
      account: "${clusters}"
      key: ${key}
      secret: ${secret}
      list: ${list}`;
}
